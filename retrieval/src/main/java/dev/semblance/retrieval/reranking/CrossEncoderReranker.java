package dev.semblance.retrieval.reranking;

import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextPair;

/**
 * Reranks by a cross-encoder, which reads query and document together. Safe for
 * concurrent callers.
 */
public final class CrossEncoderReranker implements Reranker {

	private final CrossEncoder encoder;

	/**
	 * Creates a reranker.
	 * @param encoder a cross-encoder with one label; closed together with this, and at
	 * once if it is refused
	 * @throws InvalidInputException if the model has several labels
	 */
	public CrossEncoderReranker(CrossEncoder encoder) {
		try {
			encoder.model().requireOneLabel();
		}
		catch (InvalidInputException ex) {
			encoder.close();
			throw ex;
		}
		this.encoder = encoder;
	}

	/**
	 * Returns what the reranker computes with.
	 * @return the encoder, which is closed together with the reranker
	 */
	public CrossEncoder encoder() {
		return this.encoder;
	}

	@Override
	public String name() {
		return this.encoder.model().name();
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		CrossEncoding encoding = this.encoder
			.predict(documents.stream().map((document) -> new TextPair(query, document)).toList());
		return new RerankScores(encoding.scores().stream().mapToDouble((scores) -> scores[0]).toArray(),
				encoding.usage());
	}

	@Override
	public void close() {
		this.encoder.close();
	}

}
