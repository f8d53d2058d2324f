package dev.semblance.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.store.pgvector.reembedding.SpaceKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Has a collection in PostgreSQL serve what it served last.
 */
@Command(name = "rollback",
		description = "Has a collection in PostgreSQL serve the space that it served last. Refused while documents lack "
				+ "vectors there because they were written since: 'semblance store reembed' with its model fills them in.")
@SuppressWarnings("NullAway.Init")
final class StoreRollbackCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Option(names = "--kind", paramLabel = "KIND", defaultValue = "dense",
			description = "Which vectors: dense or sparse (default: ${DEFAULT-VALUE}).")
	private SpaceKind kind;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		try (PgVectorPlace place = this.collection.place(1)) {
			String space = this.collection.builder(place).spaces().rollBack(this.kind);
			this.result.print(Map.of("space", space));
		}
		return 0;
	}

}
