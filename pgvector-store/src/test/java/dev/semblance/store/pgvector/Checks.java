package dev.semblance.store.pgvector;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.StoreCheck;

/**
 * Short forms of what the tests of the self-check write and ask.
 */
final class Checks {

	private static final int VOCABULARY = 10;

	private Checks() {
	}

	/** Starts a store of both kinds of vectors whose indexes are built at once. */
	static PgVectorStoreBuilder small(TestStore server) {
		return server.builder()
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(VOCABULARY))
			.indexFrom(1);
	}

	/** Makes documents of a word, a value and vectors. */
	static List<EmbeddedDocument> documents(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> new EmbeddedDocument(new Document("d" + i, "word " + i, Map.of("number", (long) i)),
					new float[] { (float) Math.cos(i), (float) Math.sin(i) },
					Searches.sparseVector(VOCABULARY, i % VOCABULARY, 1)))
			.toList();
	}

	/** Returns the only finding about something. */
	static Finding about(StoreCheck check, String subject) {
		List<Finding> findings = check.findings()
			.stream()
			.filter((finding) -> finding.subject().equals(subject))
			.toList();
		if (findings.size() != 1) {
			throw new AssertionError(
					"%d findings about '%s' in %s".formatted(findings.size(), subject, check.findings()));
		}
		return findings.get(0);
	}

	/** Returns the table of the dense or of the sparse vectors. */
	static String vectorTable(TestStore server, String kind) {
		return Sql.value(server.pool(),
				"SELECT id FROM %s.embedding_space WHERE kind = '%s'".formatted(server.schema(), kind));
	}

	/** Counters reach the others when the connection that has them is asked to. */
	static void flushCounters(TestStore server) {
		Sql.value(server.pool(), "SELECT pg_stat_force_next_flush()");
	}

}
