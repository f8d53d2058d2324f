package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.semblance.store.pgvector.IndexState;
import dev.semblance.store.pgvector.PgVectorStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Builds the indexes that a collection in PostgreSQL lacks.
 */
@Command(name = "build",
		description = "Builds the HNSW indexes that a collection in PostgreSQL lacks, and those that were left half-built, "
				+ "beside searches and ingests. Interrupting it ends the building on the server, too.")
@SuppressWarnings("NullAway.Init")
final class StoreBuildCommand implements Callable<Integer> {

	/** One builds, one asks how far it is. */
	private static final int CONNECTIONS = 2;

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private BuildOptions build;

	@Mixin
	private ProgressOptions progress;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		try (PgVectorPlace place = this.collection.place(CONNECTIONS);
				PgVectorStore store = this.build.applied(this.collection.builder(place), this.indexes)
					.openAsRecorded()) {
			build(store);
		}
		return 0;
	}

	private void build(PgVectorStore store) {
		List<IndexState> before = store.indexStates();
		long start = System.nanoTime();
		ExitAction exit = new ExitAction(store::close);
		try (IndexBars bars = new IndexBars(this.progress)) {
			store.buildIndexes(bars);
		}
		finally {
			exit.close();
		}
		print(before, store.indexStates(), Seconds.since(start));
	}

	private void print(List<IndexState> before, List<IndexState> after, double seconds) {
		Set<String> there = before.stream()
			.filter(IndexState::built)
			.map(IndexState::index)
			.collect(Collectors.toSet());
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("seconds", seconds);
		values.put("indexes", after.stream().map((state) -> values(state, there)).toList());
		this.result.printText(values, () -> text(after, there));
	}

	private static Map<String, Object> values(IndexState state, Set<String> there) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("index", state.index());
		values.put("built", state.built());
		values.put("built_now", state.built() && !there.contains(state.index()));
		return values;
	}

	private static String text(List<IndexState> after, Set<String> there) {
		return after.isEmpty() ? "no index is wanted%n".formatted()
				: after.stream()
					.map((state) -> "%s  %s%n".formatted(state.index(), outcome(state, there)))
					.collect(Collectors.joining());
	}

	private static String outcome(IndexState state, Set<String> there) {
		if (state.built()) {
			return there.contains(state.index()) ? "was there" : "built";
		}
		return (state.progress() != null) ? "is being built by somebody else"
				: "not built: there are fewer documents than --index-from";
	}

}
