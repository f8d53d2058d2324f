package dev.semblance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsCollector;
import dev.semblance.retrieval.dataset.BeirDataset;
import dev.semblance.retrieval.dataset.BeirDataset.JudgedQuery;
import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.evaluation.RetrievalEvaluation;
import dev.semblance.retrieval.evaluation.RetrievalScores;
import dev.semblance.retrieval.pipeline.IngestReport;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Evaluates retrieval on a collection in BEIR form.
 */
@Command(name = "retrieval", description = "Retrieves " + RetrievalEvaluation.DEPTH
		+ " documents for each judged query of a collection and measures the rankings as trec_eval does. A query "
		+ "that is itself a document of the collection is left out of its ranking, unless it was judged.")
@SuppressWarnings("NullAway.Init")
final class EvaluateRetrievalCommand implements Callable<Integer> {

	@Mixin
	private ModelOptions model;

	@Option(names = "--data", paramLabel = "DIR", required = true,
			description = "Folder with corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv.")
	private Path data;

	@Option(names = "--split", paramLabel = "NAME", defaultValue = "test",
			description = "Which judgments (default: ${DEFAULT-VALUE}).")
	private String split;

	@Mixin
	private FusionOptions fusion;

	@Mixin
	private SparseOptions sparse;

	@Mixin
	private RerankOptions rerank;

	@Mixin
	private StoreOptions storage;

	@Mixin
	private PostgresOptions postgres;

	@Mixin
	private OutputOptions result;

	@Mixin
	private ProgressOptions progress;

	@Override
	public Integer call() {
		this.storage.check(this.postgres);
		this.sparse.check(this.fusion);
		RetrieverSettings settings = this.fusion.settings(this.storage.exact());
		RerankSettings rerankSettings = this.rerank.settings(this.model);
		DenseEncoderBuilder builder = this.fusion.asks(Leg.DENSE) ? this.model.model().dense() : null;
		if (!Files.isDirectory(this.data)) {
			throw new InvalidInputException("%s is not a folder.".formatted(this.data),
					"Name a folder with corpus.jsonl, queries.jsonl and qrels.");
		}
		BeirDataset dataset = new BeirDataset(this.data);
		Map<String, JudgedQuery> queries = dataset.queries(this.split);
		try (StorePlace place = this.storage.place(this.postgres);
				DenseEncoder dense = (builder != null) ? builder.build() : null;
				CountingReranker reranker = this.rerank.load(this.model, dense)) {
			long start = System.nanoTime();
			try (SparseEncoder sparseEncoder = this.fusion.asks(Leg.SPARSE)
					? this.sparse.load(this.model, () -> statistics(dataset)) : null;
					DocumentStore store = place.open(this.storage.language(), (dense != null) ? dense.model() : null,
							(sparseEncoder != null) ? sparseEncoder.model() : null)) {
				LegEncoders encoders = new LegEncoders(dense, sparseEncoder);
				Retriever retriever = new Retriever(store, encoders, settings);
				IngestReport ingested = ingest(dataset, encoders, store);
				RetrievalScores scores = evaluate(
						new RetrievalEvaluation(store, ranking(retriever, reranker, rerankSettings)), queries);
				print(scores, store.count(), ingested, reranker, Seconds.since(start));
			}
		}
		return 0;
	}

	private CorpusStatistics statistics(BeirDataset dataset) {
		try (LineReader<Document> corpus = dataset.corpus();
				CorpusStatisticsCollector collector = new CorpusStatisticsCollector(this.storage.language());
				Progress shown = this.progress.start("Words", -1)) {
			long documents = 0;
			while (corpus.hasNext()) {
				collector.add(corpus.next().text());
				shown.to(++documents);
			}
			return collector.finish();
		}
	}

	private static RetrievalEvaluation.Ranking ranking(Retriever retriever, @Nullable Reranker reranker,
			RerankSettings settings) {
		return (reranker != null) ? new RerankingRetriever(retriever, reranker, settings)::retrieve
				: retriever::retrieve;
	}

	private IngestReport ingest(BeirDataset dataset, LegEncoders encoders, DocumentStore store) {
		IngestReport report;
		try (LineReader<Document> corpus = dataset.corpus(); Progress shown = this.progress.start("Documents", -1)) {
			report = new Ingestor(encoders, store).ingest(corpus, (batch) -> shown.to(batch.documents()));
		}
		if (store.count() > report.documents()) {
			throw new InvalidInputException(
					"The store holds %d documents, the collection only %d.".formatted(store.count(),
							report.documents()),
					"Give every collection a %s of its own.".formatted(this.storage.keepingApart()));
		}
		return report;
	}

	private RetrievalScores evaluate(RetrievalEvaluation evaluation, Map<String, JudgedQuery> queries) {
		try (Progress shown = this.progress.start("Queries", queries.size())) {
			return evaluation.evaluate(queries, shown::to);
		}
	}

	private void print(RetrievalScores scores, long documents, IngestReport ingested,
			@Nullable CountingReranker reranker, double seconds) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("ndcg_at_10", scores.ndcgAt10());
		values.put("recall_at_100", scores.recallAt100());
		values.put("mrr_at_10", scores.mrrAt10());
		values.put("map_at_100", scores.mapAt100());
		values.put("precision_at_10", scores.precisionAt10());
		values.put("queries", scores.queries());
		values.put("documents", documents);
		values.put("ingested", ingested.written());
		values.put("truncated_texts", ingested.usage().truncatedTexts());
		if (reranker != null) {
			reranker.report(values);
		}
		values.put("seconds", seconds);
		this.result.print(values);
	}

}
