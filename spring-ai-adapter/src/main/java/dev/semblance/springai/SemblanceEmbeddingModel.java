package dev.semblance.springai;

import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.EmbeddingSpace;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.DefaultEmbeddingOptions;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation;
import org.springframework.ai.observation.conventions.AiProvider;

/**
 * A dense encoder as a Spring AI embedding model. Spring AI has no notion of queries and
 * documents, but its vector stores embed queries by {@link #embed(String)} and documents
 * by {@link #embed(List, EmbeddingOptions, BatchingStrategy)}, so these put the model's
 * query and document prompts before the texts. {@link #call(EmbeddingRequest)}, and all
 * that goes through it, puts the model's default prompt there, if it names one.
 * <p>
 * Options may ask for fewer dimensions than the model has: vectors are cut to their first
 * ones, and brought to unit length again if the model's vectors have it. That is of use
 * with models that were trained for it (Matryoshka). Vector stores ask for no dimensions;
 * to cut what they get, build the encoder with them.
 * <p>
 * Every call is observed as those of Spring AI's own models are, the provider being
 * {@code onnx}. Safe for concurrent callers. Does not own its encoder, so whoever built
 * that closes it. Failures of the encoder arrive as they are, see
 * {@link DenseEncoder#encode(List, TextRole)}.
 */
public final class SemblanceEmbeddingModel implements EmbeddingModel {

	private static final EmbeddingModelObservationConvention DEFAULT_CONVENTION = new DefaultEmbeddingModelObservationConvention();

	private final DenseEncoder encoder;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EmbeddingModelObservationConvention observationConvention;

	/**
	 * Creates a model that is not observed.
	 * @param encoder the encoder
	 */
	public SemblanceEmbeddingModel(DenseEncoder encoder) {
		this(encoder, ObservationRegistry.NOOP, null);
	}

	/**
	 * Creates a model.
	 * @param encoder the encoder
	 * @param observationRegistry is told of every call
	 * @param observationConvention names the observations; {@code null} for Spring AI's
	 * own names
	 */
	public SemblanceEmbeddingModel(DenseEncoder encoder, ObservationRegistry observationRegistry,
			@Nullable EmbeddingModelObservationConvention observationConvention) {
		this.encoder = encoder;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
	}

	/**
	 * Embeds texts as they are.
	 * @param request the texts, and options that name no other model
	 * @return one embedding per text, in the same order and counted from 0; the usage's
	 * native usage is a {@link TokenUsage}
	 * @throws InvalidInputException if the options ask for another model, for less than
	 * one dimension or for more than the model has
	 */
	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		return encode(request.getInstructions(), request.getOptions(), TextRole.PLAIN);
	}

	/**
	 * Embeds a query.
	 * @param text the query
	 * @return its vector
	 */
	@Override
	public float[] embed(String text) {
		return encode(List.of(text), null, TextRole.QUERY).getResults().get(0).getOutput();
	}

	/**
	 * Embeds a document.
	 * @param document the document; it must have text
	 * @return its vector
	 * @throws InvalidInputException if the document has no text
	 */
	@Override
	public float[] embed(Document document) {
		return encode(List.of(Texts.of(document)), null, TextRole.DOCUMENT).getResults().get(0).getOutput();
	}

	/**
	 * Embeds documents, all in one call: the encoder sorts them by length and cuts them
	 * into batches of its own.
	 * @param documents the documents; each must have text
	 * @param options options that name no other model
	 * @param batchingStrategy not used
	 * @return one vector per document, in the same order
	 * @throws InvalidInputException if a document has no text, or the options ask for
	 * another model, for less than one dimension or for more than the model has
	 */
	@Override
	public List<float[]> embed(List<Document> documents, @Nullable EmbeddingOptions options,
			BatchingStrategy batchingStrategy) {
		return encode(Texts.of(documents), options, TextRole.DOCUMENT).getResults()
			.stream()
			.map(Embedding::getOutput)
			.toList();
	}

	/**
	 * Returns what to hand to {@link #call(EmbeddingRequest)} for the vector of a
	 * document: its text after the document prompt. The methods that take documents add
	 * that prompt themselves. A model whose default prompt is not its document prompt
	 * gives documents their right vector by those methods only.
	 * @param document the document; it must have text
	 * @return prompt and text
	 * @throws InvalidInputException if the document has no text
	 */
	@Override
	public String getEmbeddingContent(Document document) {
		DenseModel model = this.encoder.model();
		String prompt = model.prompts().of(TextRole.DOCUMENT);
		boolean addedByCall = prompt.equals(model.prompts().of(TextRole.PLAIN));
		return addedByCall ? Texts.of(document) : prompt + Texts.of(document);
	}

	@Override
	public int dimensions() {
		return this.encoder.model().dimensions();
	}

	EmbeddingSpace space() {
		return EmbeddingSpace.of(this.encoder.model());
	}

	private EmbeddingResponse encode(List<String> texts, @Nullable EmbeddingOptions options, TextRole role) {
		DenseModel model = this.encoder.model();
		RequestedModel.require((options != null) ? options.getModel() : null, model.name());
		Integer dimensions = (options != null) ? options.getDimensions() : null;
		Matryoshka matryoshka = Matryoshka.of(dimensions, model);
		// Observers are told the model as if the request had named it.
		EmbeddingModelObservationContext context = EmbeddingModelObservationContext.builder()
			.embeddingRequest(new EmbeddingRequest(texts,
					DefaultEmbeddingOptions.builder().model(model.name()).dimensions(dimensions).build()))
			.provider(AiProvider.ONNX.value())
			.build();
		return EmbeddingModelObservationDocumentation.EMBEDDING_MODEL_OPERATION
			.observation(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry)
			.observe(() -> {
				EmbeddingResponse response = response(this.encoder.encode(texts, role), matryoshka);
				context.setResponse(response);
				return response;
			});
	}

	private EmbeddingResponse response(DenseEncoding encoding, Matryoshka matryoshka) {
		List<float[]> vectors = encoding.vectors();
		return new EmbeddingResponse(IntStream.range(0, vectors.size())
			.mapToObj((i) -> new Embedding(matryoshka.cut(vectors.get(i)), i))
			.toList(), new EmbeddingResponseMetadata(this.encoder.model().name(), Usages.of(encoding.usage())));
	}

}
