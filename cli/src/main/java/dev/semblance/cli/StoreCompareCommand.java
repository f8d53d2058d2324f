package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.SpaceComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Compares what a space of a collection in PostgreSQL finds with what the served one
 * finds.
 */
@Command(name = "compare",
		description = "Compares what a space of a collection in PostgreSQL finds with what the served one of its kind finds, "
				+ "without their models: documents that are drawn are looked for by their own vectors. It tells how much "
				+ "would change, not which is better: for that, evaluate both.")
@SuppressWarnings("NullAway.Init")
final class StoreCompareCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private SpaceOptions space;

	@Option(names = "--sample", paramLabel = "N", defaultValue = "" + CollectionSpaces.DEFAULT_SAMPLE,
			description = "Documents to draw, 1 to 10000 (default: ${DEFAULT-VALUE}).")
	private int sample;

	@Option(names = "--k", paramLabel = "K", defaultValue = "" + CollectionSpaces.DEFAULT_K,
			description = "Documents that each is to find, 1 to 1000 (default: ${DEFAULT-VALUE}).")
	private int k;

	@Option(names = "--seed", paramLabel = "N", defaultValue = "0",
			description = "Decides which documents are drawn (default: ${DEFAULT-VALUE}).")
	private long seed;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		this.space.check();
		long start = System.nanoTime();
		try (PgVectorPlace place = this.collection.place(1)) {
			CollectionSpaces spaces = this.indexes.applied(this.collection.builder(place)).spaces();
			String id = this.space.find(spaces);
			print(id, spaces.compare(id, this.sample, this.k, this.seed), Seconds.since(start));
		}
		return 0;
	}

	private void print(String id, SpaceComparison comparison, double seconds) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("space", id);
		values.put("queries", comparison.queries());
		values.put("k", comparison.k());
		values.put("mean_overlap", comparison.meanOverlap());
		values.put("smallest_overlap", comparison.smallestOverlap());
		values.put("same_first", comparison.sameFirst());
		values.put("seconds", seconds);
		this.result.print(values);
	}

}
