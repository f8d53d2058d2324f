package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;

/**
 * Measures a store: how fast it takes in documents, and how fast and how well it
 * searches.
 *
 * @param store an empty store
 * @param workload what to measure with
 * @param callers who searches
 */
record StoreBench(DocumentStore store, StoreWorkload workload, Callers callers) {

	/** As an ingest writes them. */
	private static final int BATCH = 128;

	/** Searches that are compared with exact ones. */
	private static final int COMPARED = 100;

	private static final double NANOS_PER_SECOND = 1e9;

	/**
	 * Fills the store, then searches it.
	 * @param warmUp nanoseconds of searches that are not counted
	 * @param nanos nanoseconds of searches that are
	 * @return what was measured, by name
	 */
	Map<String, Object> run(long warmUp, long nanos) {
		List<EmbeddedDocument> documents = this.workload.documents();
		double writing = seconds(() -> inBatches(documents, BATCH, this.store::upsert));
		double indexing = seconds(this.store::buildIndexes);
		List<Document> again = documents.stream().map(EmbeddedDocument::document).toList();
		double comparing = seconds(() -> inBatches(again, BATCH, this.store::unchanged));
		search(warmUp);
		long start = System.nanoTime();
		Latencies latencies = search(nanos);
		double searching = (System.nanoTime() - start) / NANOS_PER_SECOND;
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("documents", this.store.count());
		values.put("documents_per_second", documents.size() / writing);
		values.put("unchanged_per_second", documents.size() / comparing);
		values.put("index_seconds", indexing);
		values.put("queries_per_second", latencies.count() / searching);
		values.put("p50_ms", latencies.percentile(50));
		values.put("p95_ms", latencies.percentile(95));
		values.put("p99_ms", latencies.percentile(99));
		values.put("recall_at_10", recall());
		values.put("queries", latencies.count());
		values.put("callers", this.callers.count());
		values.put("seconds", searching);
		return values;
	}

	private Latencies search(long nanos) {
		List<SearchRequest> searches = this.workload.searches();
		return this.callers.run(searches.size(), (search) -> this.store.search(searches.get(search)), nanos);
	}

	/**
	 * How much of what exact searches find the measured ones find, too.
	 */
	private double recall() {
		List<SearchRequest> searches = this.workload.searches();
		int step = Math.max(1, searches.size() / COMPARED);
		long wanted = 0;
		long found = 0;
		for (int i = 0; i < searches.size(); i += step) {
			Set<String> exact = ids(exact(searches.get(i)));
			wanted += exact.size();
			exact.retainAll(ids(searches.get(i)));
			found += exact.size();
		}
		return (wanted > 0) ? (double) found / wanted : 1;
	}

	private Set<String> ids(SearchRequest request) {
		return this.store.search(request)
			.stream()
			.map(Candidate::document)
			.map(Document::id)
			.collect(Collectors.toSet());
	}

	private static SearchRequest exact(SearchRequest request) {
		List<LegQuery> legs = request.legs()
			.stream()
			.map((leg) -> (leg instanceof LegQuery.DenseQuery dense)
					? new LegQuery.DenseQuery(dense.vector(), dense.weight(), true) : leg)
			.toList();
		return new SearchRequest(legs, request.fusion(), request.limit(), request.window(), request.filter());
	}

	private static <T> void inBatches(List<T> all, int size, Consumer<List<T>> work) {
		IntStream.iterate(0, (start) -> start < all.size(), (start) -> start + size)
			.forEach((start) -> work.accept(all.subList(start, Math.min(start + size, all.size()))));
	}

	private static double seconds(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / NANOS_PER_SECOND;
	}

}
