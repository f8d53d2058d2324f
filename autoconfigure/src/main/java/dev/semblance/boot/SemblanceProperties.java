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
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param dense the dense encoder
 * @param hub where models come from
 * @param runtime where and how models run
 * @param store the document store
 * @param retrieval how the retriever searches
 */
@ConfigurationProperties("semblance")
public record SemblanceProperties(@DefaultValue Dense dense, @DefaultValue Hub hub, @DefaultValue ModelRuntime runtime,
		@DefaultValue Store store, @DefaultValue Retrieval retrieval) {

	/**
	 * The dense encoder.
	 *
	 * @param model Model to encode with: a hub id, which is downloaded once, or a folder
	 * in the layout of sentence-transformers. Without it no encoder is auto-configured,
	 * nor what needs one.
	 * @param revision Branch, tag or commit of a model from the hub. The branch 'main' if
	 * not set.
	 * @param precision In which numbers the model computes: 'auto', 'fp32', 'fp16' or
	 * 'int8'. With 'auto' single precision on a CPU and half precision on a GPU, as far
	 * as the model has it.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set.
	 * @param truncation What happens to a text that is longer: cut and count it, or fail.
	 * @param prompts Prompts by name that replace the model's own, such as 'query' and
	 * 'document'.
	 */
	public record Dense(@Nullable String model, @Nullable String revision, @DefaultValue("auto") String precision,
			@Nullable Integer maxLength, @DefaultValue("count") Truncation truncation,
			@DefaultValue Map<String, String> prompts) {

		/**
		 * Copies the prompts.
		 */
		public Dense {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * Where models come from. What is not set is what the environment says.
	 *
	 * @param endpoint Address of the hub. That of HF_ENDPOINT, else
	 * https://huggingface.co, if not set.
	 * @param token Token that opens gated and private models. That of Hugging Face's
	 * tools if not set.
	 * @param home Directory that models are kept in. That of SEMBLANCE_HOME, else
	 * .cache/semblance in the user's home, if not set.
	 * @param offline Whether nothing is downloaded. As HF_HUB_OFFLINE says if not set.
	 * @param plainHttp Whether a hub on another machine may be asked without encryption.
	 * As SEMBLANCE_PLAIN_HTTP says if not set.
	 * @param certificates File of certificates in PEM form to trust beside those of the
	 * Java platform. That of SSL_CERT_FILE if not set.
	 * @param maxFileSize Size of the largest file that is downloaded. As
	 * SEMBLANCE_MAX_FILE_SIZE says, else 20 GB, if not set.
	 */
	public record Hub(@Nullable String endpoint, @Nullable String token, @Nullable String home,
			@Nullable Boolean offline, @Nullable Boolean plainHttp, @Nullable String certificates,
			@Nullable DataSize maxFileSize) {

		/**
		 * Returns what is set. Nobody prints the token by chance.
		 * @return all values but the token
		 */
		@Override
		public String toString() {
			return "Hub[endpoint=%s, token=%s, home=%s, offline=%s, plainHttp=%s, certificates=%s, maxFileSize=%s]"
				.formatted(this.endpoint, (this.token != null) ? "***" : null, this.home, this.offline, this.plainHttp,
						this.certificates, this.maxFileSize);
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
