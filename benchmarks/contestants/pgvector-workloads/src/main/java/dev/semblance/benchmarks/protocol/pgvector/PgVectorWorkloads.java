package dev.semblance.benchmarks.protocol.pgvector;

import java.util.List;
import java.util.function.IntFunction;

import dev.semblance.benchmarks.protocol.Answer;
import dev.semblance.benchmarks.protocol.ConcurrentQueries;

/**
 * The measuring loops. What is read from files is read before a clock starts.
 */
final class PgVectorWorkloads {

	private final DataSet data;

	PgVectorWorkloads(DataSet data) {
		this.data = data;
	}

	/**
	 * Writes all documents, from the first call to the last commit.
	 * @param session the store
	 * @param batchSize how many documents a call has
	 * @return what it took
	 */
	Answer insert(PgVectorSession session, int batchSize) throws Exception {
		List<DataSet.Document> documents = this.data.documents();
		long start = System.nanoTime();
		for (int first = 0; first < documents.size(); first += batchSize) {
			session.insert(documents.subList(first, Math.min(first + batchSize, documents.size())));
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		return new Answer().put("batch_size", batchSize)
			.put("rows", documents.size())
			.put("seconds", seconds)
			.put("rows_per_second", documents.size() / seconds);
	}

	/**
	 * Builds the index.
	 * @param session the store
	 * @return what it took
	 */
	Answer index(PgVectorSession session) throws Exception {
		long start = System.nanoTime();
		session.createIndex();
		return new Answer().put("seconds", (System.nanoTime() - start) / 1e9);
	}

	/**
	 * Searches among all documents.
	 * @param session the store
	 * @param threads how many callers
	 * @param seconds how long
	 * @return speed and recall
	 */
	Answer search(PgVectorSession session, int threads, double seconds) throws Exception {
		List<DataSet.Query> queries = this.data.queries();
		return measure((i) -> session.search(queries.get(i), DataSet.NEIGHBOURS), this.data.dense(), threads, seconds);
	}

	/**
	 * Searches among the documents of one bucket.
	 * @param session the store
	 * @param threads how many callers
	 * @param seconds how long
	 * @return speed and recall
	 */
	Answer searchBucket(PgVectorSession session, int threads, double seconds) throws Exception {
		List<DataSet.Query> queries = this.data.queries();
		return measure((i) -> session.searchBucket(queries.get(i), DataSet.NEIGHBOURS, DataSet.KEPT_BUCKET),
				this.data.denseInBucket(), threads, seconds);
	}

	private Answer measure(IntFunction<List<String>> search, DataSet.Truth truth, int threads, double seconds)
			throws Exception {
		int count = this.data.queries().size();
		double recall = 0;
		double found = 0;
		// Also brings tables and index into memory.
		for (int i = 0; i < count; i++) {
			List<String> ids = search.apply(i);
			recall += truth.recall(i, ids);
			found += ids.size();
		}
		ConcurrentQueries queries = new ConcurrentQueries(search::apply, count);
		queries.run(threads, seconds / 4);
		return queries.run(threads, seconds)
			.put("threads", threads)
			.put("recall_at_10", recall / count)
			.put("mean_found", found / count);
	}

}
