package dev.semblance.samples.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.dataset.BeirDataset;

/**
 * What {@code GET /api/search} answers.
 *
 * @param query the query
 * @param milliseconds how long the search took
 * @param hits what was found, best first
 */
record SearchResponse(String query, long milliseconds, List<Hit> hits) {

	/**
	 * A document that was found.
	 *
	 * @param id its id
	 * @param title its title; its id if it has none
	 * @param snippet the part that shows why it was found
	 * @param marks where the snippet has words of the query
	 * @param text all of it
	 * @param score the fused score
	 * @param legs rank and score by leg, for the legs that found it
	 * @param metadata its metadata
	 */
	record Hit(String id, String title, String snippet, List<Snippet.Mark> marks, String text, double score,
			Map<String, LegRank> legs, Map<String, Object> metadata) {

		static Hit of(Candidate candidate, QueryWords query) {
			Map<String, LegRank> legs = new LinkedHashMap<>();
			candidate.legs().forEach((leg, rank) -> legs.put(leg.label(), rank));
			String title = String
				.valueOf(candidate.document().metadata().getOrDefault(BeirDataset.TITLE, candidate.document().id()));
			String text = candidate.document().text();
			Snippet snippet = Snippet.of(withoutTitle(text, title), query);
			return new Hit(candidate.document().id(), title, snippet.text(), snippet.marks(), text, candidate.score(),
					legs, candidate.document().metadata());
		}

		/** The title stands above the snippet already. */
		private static String withoutTitle(String text, String title) {
			String body = text.replaceFirst("^#+\\s+", "");
			String rest = body.startsWith(title) ? body.substring(title.length()).strip() : body;
			return rest.isEmpty() ? text : rest;
		}

	}

}
