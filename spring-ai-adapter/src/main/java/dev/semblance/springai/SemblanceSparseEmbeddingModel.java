package dev.semblance.springai;

import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.springai.sparse.SparseEmbedding;
import dev.semblance.springai.sparse.SparseEmbeddingModel;
import dev.semblance.springai.sparse.SparseEmbeddingResponse;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * A sparse encoder as a model in Spring AI's shape. Every call is observed as those of
 * Spring AI's own models are: the operation is {@code sparse_embedding}, the provider
 * {@code onnx}.
 * <p>
 * Safe for concurrent callers. Does not own its encoder, so whoever built that closes it.
 * Failures of the encoder arrive as they are, see
 * {@link SparseEncoder#encode(List, TextRole)}.
 */
public final class SemblanceSparseEmbeddingModel implements SparseEmbeddingModel {

	private static final String OPERATION = "sparse_embedding";

	private final SparseEncoder encoder;

	private final ObservationRegistry observationRegistry;

	/**
	 * Creates a model that is not observed.
	 * @param encoder the encoder
	 */
	public SemblanceSparseEmbeddingModel(SparseEncoder encoder) {
		this(encoder, ObservationRegistry.NOOP);
	}

	/**
	 * Creates a model.
	 * @param encoder the encoder
	 * @param observationRegistry is told of every call
	 */
	public SemblanceSparseEmbeddingModel(SparseEncoder encoder, ObservationRegistry observationRegistry) {
		this.encoder = encoder;
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Embeds texts as they are, neither as queries nor as documents.
	 * @param request the texts, and options that name no other model and no dimensions
	 * @return one embedding per text, in the same order
	 * @throws InvalidInputException if the options ask for another model, or for other
	 * dimensions than the model has
	 */
	@Override
	public SparseEmbeddingResponse call(EmbeddingRequest request) {
		requireOwn(request.getOptions());
		return embed(request, TextRole.PLAIN);
	}

	@Override
	public SparseVector embed(String query) {
		return embed(new EmbeddingRequest(List.of(query), null), TextRole.QUERY).results().get(0).vector();
	}

	/**
	 * Embeds documents, all in one call.
	 * @param documents the documents; each must have text
	 * @return one vector per document, in the same order
	 * @throws InvalidInputException if a document has no text
	 */
	@Override
	public List<SparseVector> embed(List<Document> documents) {
		return embed(new EmbeddingRequest(Texts.of(documents), null), TextRole.DOCUMENT).results()
			.stream()
			.map(SparseEmbedding::vector)
			.toList();
	}

	private void requireOwn(@Nullable EmbeddingOptions options) {
		if (options == null) {
			return;
		}
		RequestedModel.require(options.getModel(), this.encoder.model().name());
		Integer dimensions = options.getDimensions();
		if (dimensions != null && dimensions != this.encoder.model().dimensions()) {
			throw new InvalidInputException(
					"The request asks for %d dimensions, but sparse vectors are not cut to their first dimensions."
						.formatted(dimensions),
					"Leave the dimensions out; a sparse encoder's builder limits those that are not zero.");
		}
	}

	private SparseEmbeddingResponse embed(EmbeddingRequest request, TextRole role) {
		return new ModelOperation(OPERATION, this.encoder.model().name(), request).observe(this.observationRegistry,
				() -> response(this.encoder.encode(request.getInstructions(), role)),
				(response) -> response.metadata().getUsage());
	}

	private SparseEmbeddingResponse response(SparseEncoding encoding) {
		List<SparseVector> vectors = encoding.vectors();
		return new SparseEmbeddingResponse(
				IntStream.range(0, vectors.size()).mapToObj((i) -> new SparseEmbedding(vectors.get(i), i)).toList(),
				new EmbeddingResponseMetadata(this.encoder.model().name(), Usages.of(encoding.usage())));
	}

}
