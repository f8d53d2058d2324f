package dev.semblance.springai;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.springai.rerank.RerankModel;
import dev.semblance.springai.rerank.RerankOptions;
import dev.semblance.springai.rerank.RerankRequest;
import dev.semblance.springai.rerank.RerankResponse;
import dev.semblance.springai.rerank.RerankResponseMetadata;
import dev.semblance.springai.rerank.RerankResult;
import dev.semblance.springai.rerank.RerankResultMetadata;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.document.Document;

/**
 * A reranker as a model in Spring AI's shape. Every call that reaches the reranker is
 * observed as those of Spring AI's own models are: the operation is {@code rerank}, the
 * provider {@code onnx}.
 * <p>
 * Safe for concurrent callers. Does not own its reranker, so whoever built that closes
 * it. Failures of the reranker arrive as they are, see {@link Reranker#score}.
 */
public final class SemblanceRerankModel implements RerankModel {

	private static final String OPERATION = "rerank";

	private final Reranker reranker;

	private final ObservationRegistry observationRegistry;

	/**
	 * Creates a model that is not observed.
	 * @param reranker scores the documents
	 */
	public SemblanceRerankModel(Reranker reranker) {
		this(reranker, ObservationRegistry.NOOP);
	}

	/**
	 * Creates a model.
	 * @param reranker scores the documents
	 * @param observationRegistry is told of every call
	 */
	public SemblanceRerankModel(Reranker reranker, ObservationRegistry observationRegistry) {
		this.reranker = reranker;
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Scores the documents of a request and sorts them.
	 * @param request the query, documents with text, and options that name no other model
	 * @return the documents, best first; the usage's native usage is a {@link TokenUsage}
	 * @throws InvalidInputException if a document has no text, or the options ask for
	 * another model
	 * @throws EncodingException if the reranker fails, or does not give one finite score
	 * per document
	 */
	@Override
	public RerankResponse call(RerankRequest request) {
		RerankOptions options = Objects.requireNonNullElse(request.options(), RerankOptions.DEFAULT);
		RequestedModel.require(options.model(), this.reranker.name());
		List<String> texts = Texts.of(request.documents());
		int limit = (options.topN() != null) ? options.topN() : texts.size();
		if (texts.isEmpty()) {
			return response(List.of(), TokenUsage.NONE);
		}
		return new ModelOperation(OPERATION, this.reranker.name(), request).observe(this.observationRegistry, () -> {
			RerankScores scores = this.reranker.score(request.query(), texts);
			return response(sorted(request.documents(), scores.values(), limit), scores.usage());
		}, (response) -> response.metadata().getUsage());
	}

	private RerankResponse response(List<RerankResult> results, TokenUsage usage) {
		return new RerankResponse(results, new RerankResponseMetadata(this.reranker.name(), Usages.of(usage)));
	}

	private List<RerankResult> sorted(List<Document> documents, double[] scores, int limit) {
		if (scores.length != documents.size()
				|| !IntStream.range(0, scores.length).allMatch((i) -> Double.isFinite(scores[i]))) {
			throw new EncodingException("%s did not give one finite score for each of %d documents."
				.formatted(this.reranker.name(), documents.size()),
					"Use another reranker, or the same model in single precision.");
		}
		return IntStream.range(0, scores.length)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
			.limit(limit)
			.map((i) -> result(documents.get(i), i, scores[i]))
			.toList();
	}

	private static RerankResult result(Document document, int index, double score) {
		Document scored = document.mutate().score(score).build();
		scored.setContentFormatter(document.getContentFormatter());
		return new RerankResult(scored, new RerankResultMetadata(index, score));
	}

}
