package dev.semblance.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Drops a space of a collection in PostgreSQL.
 */
@Command(name = "drop",
		description = "Drops a space of a collection in PostgreSQL with all its vectors, but never the one that is served. "
				+ "Stores that were opened for it cannot search any more.")
@SuppressWarnings("NullAway.Init")
final class StoreDropCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private SpaceOptions space;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		this.space.check();
		try (PgVectorPlace place = this.collection.place(1)) {
			CollectionSpaces spaces = this.collection.builder(place).spaces();
			String id = this.space.find(spaces);
			spaces.drop(id);
			this.result.print(Map.of("dropped", id));
		}
		return 0;
	}

}
