package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Answers a query from a store that was kept.
 */
@Command(name = "search", description = "Answers a query from a store that is kept, on disk or in PostgreSQL.")
@SuppressWarnings("NullAway.Init")
final class SearchCommand implements Callable<Integer> {

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Mixin
	private KeptStoreOptions storage;

	@Mixin
	private PostgresOptions postgres;

	@Option(names = "--exact", description = "Compare with every dense vector instead of asking the index.")
	private boolean exact;

	@Option(names = "--query", paramLabel = "Q", required = true, description = "What to search for.")
	private String query;

	@Option(names = "--limit", paramLabel = "N", defaultValue = "10",
			description = "Largest number of hits (default: ${DEFAULT-VALUE}).")
	private int limit;

	@Mixin
	private FusionOptions fusion;

	@Mixin
	private SparseOptions sparse;

	@Mixin
	private RerankOptions rerank;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		check();
		this.sparse.check(this.fusion);
		RetrieverSettings settings = this.fusion.settings(this.exact);
		RerankSettings rerankSettings = this.rerank.settings(this.model);
		DenseEncoderBuilder builder = this.fusion.asks(Leg.DENSE) ? this.model.model().dense() : null;
		try (StorePlace place = this.storage.place(this.postgres);
				DocumentStore store = place.openAsRecorded();
				DenseEncoder dense = (builder != null) ? builder.build() : null;
				SparseEncoder sparseEncoder = this.fusion.asks(Leg.SPARSE)
						? this.sparse.load(this.model, () -> statistics(store)) : null;
				CountingReranker reranker = this.rerank.load(this.model, dense)) {
			Retriever retriever = new Retriever(store, new LegEncoders(dense, sparseEncoder), settings);
			long start = System.nanoTime();
			List<Hit> hits = (reranker != null)
					? new RerankingRetriever(retriever, reranker, rerankSettings).retrieve(this.query, this.limit)
					: hits(retriever.retrieve(this.query, this.limit));
			print(hits, store.count(), reranker, Seconds.since(start));
		}
		return 0;
	}

	private void check() {
		this.storage.check(this.postgres);
		if (this.limit < 1 || this.limit > SearchRequest.MAX_WINDOW) {
			throw wrong("--limit is %d, but must be 1 to %d.".formatted(this.limit, SearchRequest.MAX_WINDOW));
		}
	}

	private CorpusStatistics statistics(DocumentStore store) {
		CorpusStatistics statistics = store.corpusStatistics();
		if (statistics == null) {
			throw this.storage.lacksStatistics();
		}
		return statistics;
	}

	private static List<Hit> hits(List<Candidate> candidates) {
		return IntStream.range(0, candidates.size())
			.mapToObj((i) -> Hit.of(candidates.get(i), i + 1, candidates.get(i).score(), null))
			.toList();
	}

	private void print(List<Hit> hits, long documents, @Nullable CountingReranker reranker, double seconds) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("documents", documents);
		if (reranker != null) {
			reranker.report(values);
		}
		values.put("seconds", seconds);
		values.put("hits", hits.stream().map(SearchCommand::line).toList());
		this.result.print(values);
	}

	private static Map<String, @Nullable Object> line(Hit hit) {
		Map<String, Object> legs = new LinkedHashMap<>();
		hit.legs().forEach((leg, rank) -> legs.put(leg.label(), Map.of("rank", rank.rank(), "score", rank.score())));
		Map<String, @Nullable Object> line = new LinkedHashMap<>();
		line.put("score", hit.score());
		line.put("id", hit.document().id());
		line.put("text", hit.document().text());
		line.put("metadata", hit.document().metadata());
		line.put("legs", legs);
		line.put("rank_before", hit.rankBefore());
		line.put("score_before", hit.scoreBefore());
		line.put("rerank_score", hit.rerankScore());
		return line;
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
