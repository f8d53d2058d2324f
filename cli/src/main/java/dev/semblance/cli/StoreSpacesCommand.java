package dev.semblance.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lists the spaces of a collection in PostgreSQL.
 */
@Command(name = "spaces",
		description = "Lists the spaces of a collection in PostgreSQL: the vectors of each model that it serves, is to serve, "
				+ "or has served.")
@SuppressWarnings("NullAway.Init")
final class StoreSpacesCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		List<CollectionSpace> spaces;
		try (PgVectorPlace place = this.collection.place(1)) {
			spaces = this.collection.builder(place).spaces().list();
		}
		this.result.printText(Map.of("spaces", spaces.stream().map(StoreSpacesCommand::values).toList()),
				() -> spaces.stream().map(StoreSpacesCommand::text).collect(Collectors.joining()));
		return 0;
	}

	private static Map<String, @Nullable Object> values(CollectionSpace space) {
		Instant servedUntil = space.servedUntil();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("id", space.id());
		values.put("kind", label(space.kind()));
		values.put("state", label(space.state()));
		values.put("model", space.model());
		values.put("revision", space.revision());
		values.put("dimensions", space.dimensions());
		values.put("precision", label(space.precision()));
		values.put("served_until", (servedUntil != null) ? servedUntil.toString() : null);
		values.put("vectors", space.vectors());
		values.put("lacking", space.lacking());
		values.put("indexed", space.indexed());
		values.put("bytes", space.bytes());
		return values;
	}

	private static String text(CollectionSpace space) {
		return "%s  %s, %s: %s, %d dimensions, %s precision, %d vectors, %d documents without, %s, %d MB%n".formatted(
				space.id(), label(space.kind()), label(space.state()).replace('_', ' '), space.model(),
				space.dimensions(), label(space.precision()), space.vectors(), space.lacking(),
				space.indexed() ? "indexed" : "not indexed", (space.bytes() + (1 << 20) - 1) >> 20);
	}

	private static String label(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
