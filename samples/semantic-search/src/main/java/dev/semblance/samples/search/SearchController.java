package dev.semblance.samples.search;

import java.time.Duration;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.pipeline.Retriever;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers questions: {@code GET /api/search?q=…&k=…}.
 */
@RestController
final class SearchController {

	private static final int MAX_QUERY_LENGTH = 1000;

	private static final int MAX_HITS = 100;

	private final Retriever retriever;

	SearchController(Retriever retriever) {
		this.retriever = retriever;
	}

	@GetMapping("/api/search")
	SearchResponse search(@RequestParam(name = "q", defaultValue = "") String query,
			@RequestParam(name = "k", defaultValue = "10") String limit) {
		requireQuery(query);
		long start = System.nanoTime();
		List<Candidate> candidates = this.retriever.retrieve(query, hits(limit));
		long milliseconds = Duration.ofNanos(System.nanoTime() - start).toMillis();
		QueryWords words = new QueryWords(query);
		return new SearchResponse(query, milliseconds,
				candidates.stream().map((candidate) -> SearchResponse.Hit.of(candidate, words)).toList());
	}

	private static void requireQuery(String query) {
		if (query.isBlank()) {
			throw new InvalidInputException("The query is empty.", "Ask something, for example /api/search?q=java.");
		}
		if (query.length() > MAX_QUERY_LENGTH) {
			throw new InvalidInputException("The query has %,d characters.".formatted(query.length()),
					"Ask in at most %,d.".formatted(MAX_QUERY_LENGTH));
		}
	}

	private static int hits(String limit) {
		if (!limit.matches("0*[1-9]\\d?|0*100")) {
			throw new InvalidInputException("k is '%s'.".formatted(limit), "Ask for 1 to %d hits.".formatted(MAX_HITS));
		}
		return Integer.parseInt(limit);
	}

}
