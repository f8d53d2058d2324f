package dev.semblance.benchmarks.semblance.pgvector;

import dev.semblance.benchmarks.protocol.pgvector.PgVectorContestant;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorProgram;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSettings;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;

/**
 * Semblance's PgVectorStore with its own defaults, dense vectors only, as its peers have.
 */
final class SemblancePgVector implements PgVectorContestant {

	private SemblancePgVector() {
	}

	public static void main(String[] args) throws Exception {
		PgVectorProgram.main("semblance", new SemblancePgVector(), args);
	}

	@Override
	public Class<?> library() {
		return PgVectorStore.class;
	}

	/** The driver's rewriting is of no use: documents are copied. */
	@Override
	public PgVectorSession open(PgVectorSettings settings) {
		return new SemblanceSession(Stores.pool(settings.url(), settings.connections()), builder(settings));
	}

	private static PgVectorStoreBuilder builder(PgVectorSettings settings) {
		PgVectorStoreBuilder builder = PgVectorStore.builder().space(Stores.DENSE);
		settings.efSearch().ifPresent((candidates) -> builder.hnsw(HnswSettings.DEFAULT.withEfSearch(candidates)));
		return builder;
	}

}
