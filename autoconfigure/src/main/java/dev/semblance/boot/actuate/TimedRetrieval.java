package dev.semblance.boot.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.semblance.boot.internal.CallObserver;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Takes the time of what the auto-configured ingestor and retrievers ask of store and
 * reranker.
 *
 * @param registry where the times go
 */
record TimedRetrieval(MeterRegistry registry) implements CallObserver {

	private static final List<String> STORE_CALLS = List.of("search", "upsert", "unchanged", "delete");

	@Override
	public <T> T observe(Class<T> type, T part) {
		if (part instanceof DocumentStore store) {
			String name = StoreDescription.type(store);
			return TimedCalls.of(type, part,
					timers(STORE_CALLS,
							(call) -> new CallTimer(this.registry, "semblance.store.calls",
									"Time of what the ingestor and the retriever ask of a store.",
									Tags.of("store", name, "operation", call))));
		}
		if (part instanceof Reranker reranker) {
			return TimedCalls.of(type, part,
					timers(List.of("score"), (call) -> new CallTimer(this.registry, "semblance.reranker.calls",
							"Time of scoring the documents of a query.", Tags.of("model", reranker.name()))));
		}
		return part;
	}

	private static Map<String, CallTimer> timers(List<String> calls, Function<String, CallTimer> timer) {
		return calls.stream().collect(Collectors.toMap(Function.identity(), timer));
	}

}
