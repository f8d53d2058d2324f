package dev.semblance.retrieval.reranking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.TokenVectors;

/**
 * Reranks by late interaction: every token of the query is compared with every token of
 * the document. {@link MultiVectorEncoder#over} makes a reranker of any dense model. Safe
 * for concurrent callers.
 * <p>
 * Token vectors of documents are remembered, because the same documents come back for
 * many queries: a document of 250 tokens and 384 dimensions takes 375 kB and is encoded
 * some hundred times slower than it is compared.
 */
public final class MaxSimReranker implements Reranker {

	/** Bytes of token vectors that are remembered, if not set otherwise. */
	public static final long DEFAULT_CACHE_BYTES = 256L << 20;

	/** Documents whose token vectors are in memory at once, besides those remembered. */
	static final int MOST_AT_ONCE = 256;

	private final MultiVectorEncoder encoder;

	/** By the text itself, so that no two documents are ever taken for one another. */
	private final Cache<String, TokenVectors> cache;

	/**
	 * Creates a reranker that remembers {@link #DEFAULT_CACHE_BYTES} of token vectors.
	 * @param encoder makes the token vectors; closed together with this
	 */
	public MaxSimReranker(MultiVectorEncoder encoder) {
		this(encoder, DEFAULT_CACHE_BYTES);
	}

	/**
	 * Creates a reranker.
	 * @param encoder makes the token vectors; closed together with this
	 * @param cacheBytes how many bytes of document texts and their token vectors are
	 * remembered; 0 for none
	 * @throws InvalidInputException if the number of bytes is negative
	 */
	public MaxSimReranker(MultiVectorEncoder encoder, long cacheBytes) {
		if (cacheBytes < 0) {
			throw new InvalidInputException("The cache of token vectors is to hold %d bytes.".formatted(cacheBytes),
					"Use 0 for no cache, or more; %d is usual.".formatted(DEFAULT_CACHE_BYTES));
		}
		this.encoder = encoder;
		this.cache = Caffeine.newBuilder()
			.maximumWeight(cacheBytes)
			.<String, TokenVectors>weigher(MaxSimReranker::bytes)
			// Evicts before a call returns, so that the bound holds under any load.
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Returns what the reranker computes with.
	 * @return the encoder, which is closed together with the reranker
	 */
	public MultiVectorEncoder encoder() {
		return this.encoder;
	}

	@Override
	public String name() {
		return this.encoder.model().name();
	}

	@Override
	public RerankScores score(String query, List<String> documents) {
		MultiVectorModel model = this.encoder.model();
		TokenEncoding encodedQuery = this.encoder.encode(List.of(query), TextRole.QUERY);
		TokenVectors queryVectors = encodedQuery.texts().get(0);
		Missing missing = new Missing(this.encoder);
		double[] scores = new double[documents.size()];
		for (int start = 0; start < scores.length; start += MOST_AT_ONCE) {
			int end = Math.min(scores.length, start + MOST_AT_ONCE);
			Map<String, TokenVectors> vectors = this.cache.getAll(documents.subList(start, end), missing::encode);
			for (int i = start; i < end; i++) {
				scores[i] = model.interaction()
					.score(queryVectors, Objects.requireNonNull(vectors.get(documents.get(i))));
			}
		}
		return new RerankScores(scores, encodedQuery.usage().plus(missing.usage));
	}

	@Override
	public void close() {
		this.encoder.close();
		this.cache.invalidateAll();
	}

	/** What an entry takes, besides a few objects' headers. */
	private static int bytes(String text, TokenVectors vectors) {
		long bytes = (long) text.length() * Character.BYTES + (long) vectors.values().length * Float.BYTES;
		return (int) Math.min(Integer.MAX_VALUE, bytes);
	}

	/**
	 * Encodes the documents of one call that are not remembered.
	 */
	private static final class Missing {

		private final MultiVectorEncoder encoder;

		private TokenUsage usage = TokenUsage.NONE;

		private Missing(MultiVectorEncoder encoder) {
			this.encoder = encoder;
		}

		private Map<String, TokenVectors> encode(Set<? extends String> documents) {
			List<String> texts = List.copyOf(documents);
			TokenEncoding encoding = this.encoder.encode(texts, TextRole.DOCUMENT);
			this.usage = this.usage.plus(encoding.usage());
			Map<String, TokenVectors> vectors = new HashMap<>();
			for (int i = 0; i < texts.size(); i++) {
				vectors.put(texts.get(i), encoding.texts().get(i));
			}
			return vectors;
		}

	}

}
