package dev.semblance.langchain4j;

import java.util.List;
import java.util.Set;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;

/**
 * A dense encoder as a LangChain4j embedding model. What a request may ask for:
 * <ul>
 * <li>the input type decides the prompt: query, document, or without one the model's
 * default prompt. Give {@code EmbeddingStoreContentRetriever} the input type
 * {@code QUERY} and {@code EmbeddingStoreIngestor} the input type {@code DOCUMENT}, else
 * the prompts of models that have them are not used;</li>
 * <li>the dimensions, from 1 to those of the model, keep the first ones of every vector,
 * for models that were trained for that (Matryoshka). If the model's vectors have unit
 * length, the shortened ones have it, too;</li>
 * <li>the model name must be the model's own.</li>
 * </ul>
 * <p>
 * Safe for concurrent callers. Does not own its encoder, so whoever built that closes it.
 * Failures of the encoder arrive as they are, see
 * {@link DenseEncoder#encode(List, TextRole)}.
 */
public final class SemblanceEmbeddingModel implements EmbeddingModel {

	private final DenseEncoder encoder;

	private final List<EmbeddingModelListener> listeners;

	/**
	 * Creates a model without listeners.
	 * @param encoder the encoder
	 */
	public SemblanceEmbeddingModel(DenseEncoder encoder) {
		this(encoder, List.of());
	}

	/**
	 * Creates a model.
	 * @param encoder the encoder
	 * @param listeners told of every request, response and failure, in this order
	 */
	public SemblanceEmbeddingModel(DenseEncoder encoder, List<EmbeddingModelListener> listeners) {
		this.encoder = encoder;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Embeds texts. Call {@link #embed(EmbeddingRequest)}, which comes here and tells the
	 * listeners.
	 * @param request the texts and what is asked for
	 * @return one embedding per text, in the same order, the model's name and how many
	 * tokens were run through it
	 * @throws InvalidInputException if the dimensions are less than 1 or more than the
	 * model has
	 * @throws UnsupportedFeatureException if the model name is not the model's own
	 */
	@Override
	public EmbeddingResponse doEmbed(EmbeddingRequest request) {
		requireOwnName(request.modelName());
		VectorLength length = VectorLength.of(this.encoder.model(), request.dimensions());
		List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
		DenseEncoding encoding = this.encoder.encode(texts, role(request.inputType()));
		return EmbeddingResponse.builder()
			.embeddings(encoding.vectors().stream().map(length::cut).map(Embedding::from).toList())
			.modelName(modelName())
			.tokenUsage(UsageTranslation.of(encoding.usage()))
			.build();
	}

	@Override
	public Set<EmbeddingParameter<?>> supportedParameters() {
		return Set.of(EmbeddingRequestParameters.INPUT_TYPE, EmbeddingRequestParameters.DIMENSIONS,
				EmbeddingRequestParameters.MODEL_NAME);
	}

	@Override
	public List<EmbeddingModelListener> listeners() {
		return this.listeners;
	}

	@Override
	public int dimension() {
		return this.encoder.model().dimensions();
	}

	@Override
	public String modelName() {
		return this.encoder.model().name();
	}

	private void requireOwnName(@Nullable String name) {
		if (name != null && !name.equals(modelName())) {
			throw new UnsupportedFeatureException(
					"The request asks for the model '%s', but the encoder runs '%s'. Leave the model name out, "
						.formatted(name, modelName()) + "or build an encoder for the other model.");
		}
	}

	private static TextRole role(@Nullable EmbeddingInputType inputType) {
		if (inputType == null) {
			return TextRole.PLAIN;
		}
		return switch (inputType) {
			case QUERY -> TextRole.QUERY;
			case DOCUMENT -> TextRole.DOCUMENT;
		};
	}

}
