package dev.semblance.boot;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.Truncation;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured.
 *
 * @param dense the dense encoder
 * @param runtime where and how models run
 * @param store the document store
 * @param retrieval how the retriever searches
 */
@ConfigurationProperties("semblance")
public record SemblanceProperties(@DefaultValue Dense dense, @DefaultValue ModelRuntime runtime,
		@DefaultValue Store store, @DefaultValue Retrieval retrieval) {

	/**
	 * The dense encoder.
	 *
	 * @param model Model to encode with: a hub id whose files are on the class path, or a
	 * folder in the layout of sentence-transformers. Without it no encoder is
	 * auto-configured, nor what needs one.
	 * @param precision In which numbers the model computes: 'auto', 'fp32', 'fp16' or
	 * 'int8'. With 'auto' single precision on a CPU and half precision on a GPU, as far
	 * as the model has it.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set.
	 * @param truncation What happens to a text that is longer: cut and count it, or fail.
	 * @param prompts Prompts by name that replace the model's own, such as 'query' and
	 * 'document'.
	 */
	public record Dense(@Nullable String model, @DefaultValue("auto") String precision, @Nullable Integer maxLength,
			@DefaultValue("count") Truncation truncation, @DefaultValue Map<String, String> prompts) {

		/**
		 * Copies the prompts.
		 */
		public Dense {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * Where and how models run.
	 *
	 * @param device Device to run on: 'auto', 'cpu', 'cuda' or 'cuda:N'. With 'auto' the
	 * first GPU is used if there is one.
	 * @param tokenBudget Tokens of one batch, padding included. Fitted to the device if
	 * not set.
	 * @param lanes Batches that the CPU runs at a time, each on one thread. The number of
	 * physical cores if not set.
	 * @param latencyThreads Threads of a batch that has the CPU to itself. The number of
	 * lanes, but at most 4, if not set.
	 * @param spinning Whether these threads wait for each other actively.
	 * @param maxCalls Calls that may wait or run on a device at a time. More are refused.
	 * @param maxTokens Tokens that may wait or run on a device at a time. What fits the
	 * device if not set.
	 * @param timeout Longest time of a call, waiting included. Without a limit if not
	 * set.
	 * @param closeTimeout How long closing an encoder waits for the calls in flight.
	 */
	public record ModelRuntime(@DefaultValue("auto") String device, @Nullable Integer tokenBudget,
			@Nullable Integer lanes, @Nullable Integer latencyThreads, @DefaultValue("true") boolean spinning,
			@DefaultValue("" + InferenceRuntime.Builder.DEFAULT_MAX_CALLS) int maxCalls, @Nullable Long maxTokens,
			@Nullable Duration timeout, @DefaultValue("30s") Duration closeTimeout) {
	}

	/**
	 * The document store.
	 *
	 * @param type Store to auto-configure.
	 * @param path Directory of the store. The store is kept in memory if not set.
	 * @param language Language of the documents, for stemming and stop words of the
	 * lexical leg.
	 */
	public record Store(@DefaultValue("lucene") StoreType type, @Nullable String path,
			@DefaultValue("english") String language) {
	}

	/**
	 * How the retriever searches.
	 *
	 * @param legs Legs to ask.
	 * @param weights Weights of the legs by name, each 0 or more. A leg without a weight
	 * counts 1.
	 * @param fusion How several legs become one ranking: 'rrf', 'dbsf' or 'convex'.
	 * @param window Documents that each leg brings into fusion.
	 */
	public record Retrieval(@DefaultValue( {
			"dense", "lexical" }) Set<Leg> legs, @DefaultValue Map<Leg, Double> weights,
			@DefaultValue("rrf") String fusion, @DefaultValue("" + RetrieverSettings.DEFAULT_WINDOW) int window){

		/**
		 * Copies legs and weights.
		 */
		public Retrieval {
			legs = Set.copyOf(legs);
			weights = Map.copyOf(weights);
		}

	}

}
