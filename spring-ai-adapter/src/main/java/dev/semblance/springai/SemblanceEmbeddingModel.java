package dev.semblance.springai;

import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * A dense encoder as a Spring AI embedding model. Spring AI has no notion of queries and
 * documents, but its vector stores embed queries by {@link #embed(String)} and documents
 * by {@link #embed(List, EmbeddingOptions, BatchingStrategy)}, so these put the model's
 * query and document prompts before the texts. {@link #call(EmbeddingRequest)}, and all
 * that goes through it, puts the model's default prompt there, if it names one.
 * <p>
 * Safe for concurrent callers. Does not own its encoder, so whoever built that closes it.
 * Failures of the encoder arrive as they are, see
 * {@link DenseEncoder#encode(List, TextRole)}.
 */
public final class SemblanceEmbeddingModel implements EmbeddingModel {

	private final DenseEncoder encoder;

	/**
	 * Creates a model.
	 * @param encoder the encoder
	 */
	public SemblanceEmbeddingModel(DenseEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * Embeds texts as they are.
	 * @param request the texts, and options that ask for nothing but what the model has
	 * @return one embedding per text, in the same order and counted from 0; the usage's
	 * native usage is a {@link TokenUsage}
	 * @throws InvalidInputException if the options ask for another model or other
	 * dimensions
	 */
	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		requireOwn(request.getOptions());
		DenseEncoding encoding = this.encoder.encode(request.getInstructions(), TextRole.PLAIN);
		List<float[]> vectors = encoding.vectors();
		return new EmbeddingResponse(
				IntStream.range(0, vectors.size()).mapToObj((i) -> new Embedding(vectors.get(i), i)).toList(),
				new EmbeddingResponseMetadata(this.encoder.model().name(), usage(encoding.usage())));
	}

	/**
	 * Embeds a query.
	 * @param text the query
	 * @return its vector
	 */
	@Override
	public float[] embed(String text) {
		return this.encoder.encodeQuery(text);
	}

	/**
	 * Embeds a document.
	 * @param document the document; it must have text
	 * @return its vector
	 * @throws InvalidInputException if the document has no text
	 */
	@Override
	public float[] embed(Document document) {
		return this.encoder.encodeDocuments(List.of(text(document))).get(0);
	}

	/**
	 * Embeds documents, all in one call: the encoder sorts and cuts them into batches of
	 * its own.
	 * @param documents the documents; each must have text
	 * @param options options that ask for nothing but what the model has
	 * @param batchingStrategy not used: strategies count the tokens of other models
	 * @return one vector per document, in the same order
	 * @throws InvalidInputException if a document has no text, or the options ask for
	 * another model or other dimensions
	 */
	@Override
	public List<float[]> embed(List<Document> documents, @Nullable EmbeddingOptions options,
			BatchingStrategy batchingStrategy) {
		requireOwn(options);
		return this.encoder.encodeDocuments(documents.stream().map(SemblanceEmbeddingModel::text).toList());
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
		return addedByCall ? text(document) : prompt + text(document);
	}

	@Override
	public int dimensions() {
		return this.encoder.model().dimensions();
	}

	private void requireOwn(@Nullable EmbeddingOptions options) {
		if (options == null) {
			return;
		}
		DenseModel model = this.encoder.model();
		Integer dimensions = options.getDimensions();
		if (dimensions != null && dimensions != model.dimensions()) {
			throw new InvalidInputException(
					"The request asks for %d dimensions, but %s makes vectors of %d.".formatted(dimensions,
							model.name(), model.dimensions()),
					"Leave the dimensions out or ask for %d.".formatted(model.dimensions()));
		}
		String name = options.getModel();
		if (name != null && !name.equals(model.name())) {
			throw new InvalidInputException(
					"The request asks for the model '%s', but the encoder runs '%s'.".formatted(name, model.name()),
					"Leave the model out, or build an encoder for the other model.");
		}
	}

	private static String text(Document document) {
		String text = document.getText();
		if (text == null) {
			throw new InvalidInputException("Document '%s' has no text.".formatted(document.getId()),
					"Embed text documents only; this model does not read media.");
		}
		return text;
	}

	private static DefaultUsage usage(TokenUsage usage) {
		int tokens = (int) Math.min(usage.tokens(), Integer.MAX_VALUE);
		return new DefaultUsage(tokens, 0, tokens, usage);
	}

}
