package dev.semblance.langchain4j;

import java.util.List;
import java.util.Set;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;

/**
 * A dense encoder as a LangChain4j embedding model. The input type of a request decides
 * the prompt: query, document, or without one the model's default prompt. Give
 * {@code EmbeddingStoreContentRetriever} the input type {@code QUERY} and
 * {@code EmbeddingStoreIngestor} the input type {@code DOCUMENT}, else the prompts of
 * models that have them are not used.
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

	@Override
	public EmbeddingResponse doEmbed(EmbeddingRequest request) {
		List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
		DenseEncoding encoding = this.encoder.encode(texts, role(request.inputType()));
		return EmbeddingResponse.builder()
			.embeddings(encoding.vectors().stream().map(Embedding::from).toList())
			.modelName(modelName())
			.tokenUsage(new TokenUsage((int) Math.min(encoding.usage().tokens(), Integer.MAX_VALUE)))
			.build();
	}

	@Override
	public Set<EmbeddingParameter<?>> supportedParameters() {
		return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
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
