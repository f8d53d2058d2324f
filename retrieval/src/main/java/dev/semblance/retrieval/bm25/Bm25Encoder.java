package dev.semblance.retrieval.bm25;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.WeightedTerm;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.internal.analysis.Languages;
import dev.semblance.retrieval.internal.analysis.TermCounter;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.util.BytesRef;

/**
 * BM25 as a sparse encoder. The inner product of a query's vector and a document's is
 * Lucene's BM25 score, where a document's length is not rounded:
 * <ul>
 * <li>a query has at the dimension of each of its terms the number of times the term
 * occurs in it, times ln(1 + (N - n + 0.5) / (n + 0.5)), where N is the number of
 * documents and n the number of those with the term;</li>
 * <li>a document has at the dimension of each of its terms f / (f + k1 * (1 - b + b *
 * length / average length)), where f is the number of times the term occurs in it and
 * lengths are numbers of terms.</li>
 * </ul>
 * Of the statistics a document's vector uses the average length only, so the statistics
 * of queries can be renewed without encoding documents again. A query's term that no
 * document has is weighed as if one had it; with statistics of no documents all terms
 * weigh the same. Plain texts are taken for documents.
 * <p>
 * Terms are made by Lucene's analyzer of a language and hashed to 1,000,000,000
 * dimensions (MurmurHash3, x86, 32 bits, seed 0, of the UTF-8 bytes). Of a text with more
 * than {@value #MAX_ACTIVE_DIMENSIONS} different terms those of the largest weights stay,
 * and it counts as truncated.
 */
public final class Bm25Encoder implements SparseEncoder {

	/** How soon the repetition of a term in a document stops to count. */
	public static final float K1 = 1.2f;

	/** How much the length of a document is held against it. */
	public static final float B = 0.75f;

	/**
	 * Most dimensions of a vector that are not zero: what a {@code sparsevec} of pgvector
	 * can hold.
	 */
	public static final int MAX_ACTIVE_DIMENSIONS = 16_000;

	private final CallGate gate = new CallGate("The encoder");

	private final CorpusStatistics statistics;

	private final Bm25Weights weights;

	private final Analyzer analyzer;

	private final TermCounter counter;

	/**
	 * Creates an encoder.
	 * @param statistics the statistics of the corpus, which also name the language
	 */
	public Bm25Encoder(CorpusStatistics statistics) {
		this.statistics = statistics;
		this.weights = new Bm25Weights(statistics);
		this.analyzer = Languages.analyzerOf(statistics.language()).get();
		this.counter = new TermCounter(this.analyzer);
	}

	/**
	 * Returns the space of the vectors, which does not depend on the statistics: a store
	 * can be opened before there are any.
	 * @param language the analysis: a language in English and lower case, {@code cjk} for
	 * Chinese, Japanese and Korean, or {@code standard} for words as they are written
	 * @return the space
	 * @throws InvalidInputException if the language is unknown
	 */
	public static SparseSpace space(String language) {
		Languages.analyzerOf(language);
		return new SparseSpace("bm25-" + language, TermDimensions.COUNT);
	}

	@Override
	public SparseModel model() {
		SparseSpace space = space(this.statistics.language());
		return new SparseModel(space.model(), space.dimensions(), Integer.MAX_VALUE, MAX_ACTIVE_DIMENSIONS,
				Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return this.gate.call(() -> {
			String prefix = Prompts.NONE.resolve(role, prompt);
			List<SparseVector> vectors = new ArrayList<>(texts.size());
			long terms = 0;
			int truncated = 0;
			for (String text : texts) {
				Map<BytesRef, Integer> counts = this.counter.count(prefix + text);
				long length = counts.values().stream().mapToLong(Integer::longValue).sum();
				SparseVector vector = vector(counts, length, role);
				vectors.add(vector.top(MAX_ACTIVE_DIMENSIONS));
				truncated += (vector.activeDimensions() > MAX_ACTIVE_DIMENSIONS) ? 1 : 0;
				terms += length;
			}
			return new SparseEncoding(vectors, new TokenUsage(terms, truncated));
		});
	}

	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		SparseVector top = vector.top(limit);
		return IntStream.range(0, top.activeDimensions())
			.mapToObj((i) -> new WeightedTerm(name(top.indices()[i]), top.values()[i]))
			.sorted(Comparator.comparing(WeightedTerm::weight).reversed())
			.toList();
	}

	@Override
	public void close() {
		this.gate.close(this.analyzer::close);
	}

	private SparseVector vector(Map<BytesRef, Integer> counts, long length, TextRole role) {
		TreeMap<Integer, Integer> byDimension = new TreeMap<>();
		counts.forEach((term, count) -> byDimension.merge(TermDimensions.of(term), count, Integer::sum));
		int[] indices = new int[byDimension.size()];
		float[] values = new float[indices.length];
		int position = 0;
		for (Map.Entry<Integer, Integer> entry : byDimension.entrySet()) {
			int dimension = entry.getKey();
			indices[position] = dimension;
			values[position++] = (role == TextRole.QUERY) ? this.weights.inQuery(dimension, entry.getValue())
					: this.weights.inDocument(entry.getValue(), length);
		}
		return new SparseVector(TermDimensions.COUNT, indices, values);
	}

	private String name(int dimension) {
		String term = this.statistics.term(dimension);
		return (term != null) ? term : "#" + dimension;
	}

}
