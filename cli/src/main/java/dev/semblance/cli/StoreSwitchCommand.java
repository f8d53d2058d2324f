package dev.semblance.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Has a collection in PostgreSQL serve another space.
 */
@Command(name = "switch",
		description = "Has a collection in PostgreSQL serve another space. Stores that are open go on searching, and may not "
				+ "write any more: open them anew for the space's model. Refused while documents lack vectors; then "
				+ "'semblance store reembed --switch' does both.")
@SuppressWarnings("NullAway.Init")
final class StoreSwitchCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private SpaceOptions space;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private BuildOptions build;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		this.space.check();
		try (PgVectorPlace place = this.collection.place(1)) {
			CollectionSpaces spaces = this.build.applied(this.collection.builder(place), this.indexes).spaces();
			String id = this.space.find(spaces);
			spaces.switchTo(id);
			this.result.print(Map.of("space", id));
		}
		return 0;
	}

}
