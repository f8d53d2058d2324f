package dev.semblance.springai.rerank;

import java.util.List;

import org.springframework.ai.document.Document;
import org.springframework.ai.model.Model;

/**
 * A model that puts documents in the order in which they answer a query. Implementations
 * are safe for concurrent callers.
 */
public interface RerankModel extends Model<RerankRequest, RerankResponse> {

	/**
	 * Scores the documents of a request and sorts them.
	 * @param request the query, the documents and options
	 * @return the documents, best first; of those with the same score the one that stood
	 * higher in the request comes first
	 */
	@Override
	RerankResponse call(RerankRequest request);

	/**
	 * Reranks all of several documents.
	 * @param query what a user asks
	 * @param documents documents that may answer it
	 * @return the same documents with the model's scores, best first
	 */
	default List<Document> rerank(String query, List<Document> documents) {
		return call(new RerankRequest(query, documents, null)).documents();
	}

}
