package dev.semblance.retrieval.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.reranking.Reranker;
import org.jspecify.annotations.Nullable;

/**
 * Answers a query in two steps: a {@link Retriever} asks its legs and fuses what they
 * find, and a {@link Reranker} takes a closer look at the best of it. Safe for concurrent
 * callers. Does not own its retriever and its reranker.
 * <p>
 * With a blend of 1 a hit's score is the reranker's, with 0 the candidate's own. Between
 * them both lists of scores are mapped over the reranked candidates so that the lowest is
 * 0 and the highest 1, as {@link Fusion.Convex} does, and their weighted mean is the
 * score. Of hits with the same score the one that stood higher before comes first.
 * <p>
 * Candidates below the depth follow in their old order. Their scores are on another
 * scale, so they are moved: a candidate is as far below the lowest reranked hit as its
 * own score is below that of the last candidate that was reranked. Scores never rise down
 * the list, and sorting by them changes nothing.
 */
public final class RerankingRetriever {

	private final Retriever retriever;

	private final Reranker reranker;

	private final RerankSettings settings;

	/**
	 * Creates a retriever.
	 * @param retriever finds the candidates
	 * @param reranker scores the best of them
	 * @param settings how many, and how much the reranker counts
	 */
	public RerankingRetriever(Retriever retriever, Reranker reranker, RerankSettings settings) {
		this.retriever = retriever;
		this.reranker = reranker;
		this.settings = settings;
	}

	/**
	 * Finds the documents that answer a query best.
	 * @param query the query; not blank
	 * @param limit largest number of hits
	 * @return the hits, best first
	 * @throws InvalidInputException if the query is blank or the limit out of range
	 * @throws EncodingException if the reranker fails or gives a score that is not finite
	 */
	public List<Hit> retrieve(String query, int limit) {
		return retrieve(query, limit, null);
	}

	/**
	 * Finds the documents that answer a query best and meet a condition.
	 * @param query the query; not blank
	 * @param limit largest number of hits; fewer than the depth are the best of all that
	 * were reranked
	 * @param filter the condition, if any
	 * @return the hits, best first
	 * @throws InvalidInputException if the query is blank or the limit out of range
	 * @throws EncodingException if the reranker fails or gives a score that is not finite
	 */
	public List<Hit> retrieve(String query, int limit, @Nullable MetadataFilter filter) {
		if (limit < 1) {
			throw new InvalidInputException("The search asks for %d hits.".formatted(limit), "Ask for 1 or more.");
		}
		List<Candidate> candidates = this.retriever.retrieve(query, Math.max(limit, this.settings.depth()), filter);
		List<Hit> hits = rerank(query, candidates);
		return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
	}

	private List<Hit> rerank(String query, List<Candidate> candidates) {
		if (candidates.isEmpty()) {
			return List.of();
		}
		List<Candidate> reranked = candidates.subList(0, Math.min(this.settings.depth(), candidates.size()));
		double[] rerankScores = rerankScores(query, reranked);
		double[] scores = blended(rerankScores, reranked.stream().mapToDouble(Candidate::score).toArray());
		List<Hit> hits = new ArrayList<>(candidates.size());
		for (int i = 0; i < reranked.size(); i++) {
			hits.add(Hit.of(reranked.get(i), i + 1, scores[i], rerankScores[i]));
		}
		hits.sort(Comparator.comparingDouble(Hit::score).reversed());
		double lowest = hits.get(hits.size() - 1).score();
		double last = reranked.get(reranked.size() - 1).score();
		for (int i = reranked.size(); i < candidates.size(); i++) {
			Candidate candidate = candidates.get(i);
			hits.add(Hit.of(candidate, i + 1, lowest - (last - candidate.score()), null));
		}
		return hits;
	}

	private double[] rerankScores(String query, List<Candidate> candidates) {
		double[] scores = this.reranker
			.score(query, candidates.stream().map((candidate) -> candidate.document().text()).toList())
			.values();
		if (scores.length != candidates.size()) {
			throw new EncodingException("%s gave %d scores for %d documents.".formatted(this.reranker.name(),
					scores.length, candidates.size()), "Use a reranker that gives one score per document.");
		}
		for (int i = 0; i < scores.length; i++) {
			if (!Double.isFinite(scores[i])) {
				throw new EncodingException(
						"%s gave the score %s for document '%s'.".formatted(this.reranker.name(), scores[i],
								candidates.get(i).document().id()),
						"Use a reranker whose scores are finite, for example the model in single precision.");
			}
		}
		return scores;
	}

	private double[] blended(double[] rerankScores, double[] scoresBefore) {
		double blend = this.settings.blend();
		if (blend == 0) {
			return scoresBefore;
		}
		if (blend == 1) {
			return rerankScores;
		}
		double[] reranked = Fusion.Convex.scaled(rerankScores);
		double[] before = Fusion.Convex.scaled(scoresBefore);
		double[] blended = new double[reranked.length];
		for (int i = 0; i < blended.length; i++) {
			blended[i] = blend * reranked[i] + (1 - blend) * before[i];
		}
		return blended;
	}

}
