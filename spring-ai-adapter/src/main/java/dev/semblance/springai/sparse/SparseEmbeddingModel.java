package dev.semblance.springai.sparse;

import java.util.List;

import dev.semblance.encoders.SparseVector;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.model.Model;

/**
 * A model that makes sparse vectors, which are compared by their inner product. As with
 * Spring AI's embedding models a single text is a query. Implementations are safe for
 * concurrent callers.
 */
public interface SparseEmbeddingModel extends Model<EmbeddingRequest, SparseEmbeddingResponse> {

	/**
	 * Embeds texts as they are, neither as queries nor as documents.
	 * @param request the texts and options
	 * @return one embedding per text, in the same order
	 */
	@Override
	SparseEmbeddingResponse call(EmbeddingRequest request);

	/**
	 * Embeds a query.
	 * @param query what a user asks
	 * @return its vector
	 */
	SparseVector embed(String query);

	/**
	 * Embeds documents.
	 * @param documents the documents; each must have text
	 * @return one vector per document, in the same order
	 */
	List<SparseVector> embed(List<Document> documents);

}
