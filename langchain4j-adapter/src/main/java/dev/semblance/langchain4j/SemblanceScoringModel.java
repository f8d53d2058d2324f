package dev.semblance.langchain4j;

import java.util.Arrays;
import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.ValidationUtils;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;

/**
 * A reranker, be it a cross-encoder or token vectors compared by MaxSim, as a LangChain4j
 * scoring model. Scores are the reranker's own, higher is better; their range is its
 * model's: look at some before you choose a minimum. Only the texts of segments are
 * scored, not their metadata.
 * <p>
 * Hand over all segments at once: they are cut into batches inside. Safe for concurrent
 * callers. Does not own its reranker, so whoever built that closes it. Failures of the
 * reranker arrive as they are, see {@link Reranker#score(String, List)}.
 */
public final class SemblanceScoringModel implements ScoringModel {

	private final Reranker reranker;

	/**
	 * Creates a model.
	 * @param reranker gives the scores
	 */
	public SemblanceScoringModel(Reranker reranker) {
		this.reranker = reranker;
	}

	/**
	 * Scores segments against a query.
	 * @param segments the segments; with none the reranker is not asked
	 * @param query the query; not blank
	 * @return one score per segment, in the same order, and how many tokens were run
	 * through the model; documents that a MaxSim reranker remembers cost none
	 * @throws IllegalArgumentException if the query is blank, or a segment is
	 * {@code null}
	 */
	@Override
	public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
		ValidationUtils.ensureNotBlank(query, "query");
		List<String> texts = ValidationUtils.ensureNotNull(segments, "segments")
			.stream()
			.map((segment) -> ValidationUtils.ensureNotNull(segment, "segment").text())
			.toList();
		if (texts.isEmpty()) {
			return Response.from(List.of(), UsageTranslation.of(TokenUsage.NONE));
		}
		RerankScores scores = this.reranker.score(query, texts);
		return Response.from(Arrays.stream(scores.values()).boxed().toList(), UsageTranslation.of(scores.usage()));
	}

}
