package dev.semblance.benchmarks.pgvector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsCollector;
import dev.semblance.retrieval.dataset.BeirDataset;
import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.dataset.TextLines;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prepares a data set of real texts with real vectors. The slow part, dense vectors of
 * the documents, comes last and goes on where it was stopped.
 */
@Command(name = "prepare-data", mixinStandardHelpOptions = true,
		description = "Cuts a collection in BEIR form into short texts and encodes them.")
@SuppressWarnings("NullAway.Init")
final class PrepareData implements Callable<Integer> {

	private static final String LANGUAGE = "english";

	private static final int BUCKETS = 100;

	private static final int KEPT_BUCKET = 7;

	private static final int ENCODED_AT_ONCE = 4096;

	private static final String DOCUMENTS = "documents.jsonl";

	private static final String DOCUMENT_VECTORS = "documents.f32";

	@Option(names = "--data", paramLabel = "DIR", required = true,
			description = "Folder with corpus.jsonl and queries.jsonl.")
	private Path data;

	@Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the files go.")
	private Path output;

	@Option(names = "--documents", paramLabel = "N", defaultValue = "100000",
			description = "How many documents (default: ${DEFAULT-VALUE}).")
	private int documentCount;

	@Option(names = "--queries", paramLabel = "N", defaultValue = "500",
			description = "How many queries (default: ${DEFAULT-VALUE}).")
	private int queryCount;

	@Option(names = "--model", paramLabel = "M", defaultValue = "sentence-transformers/all-MiniLM-L6-v2",
			description = "Dense model (default: ${DEFAULT-VALUE}).")
	private String model;

	private PrepareData() {
	}

	/**
	 * Prepares the data set.
	 * @param args options, see {@code --help}
	 */
	public static void main(String[] args) {
		System.exit(new CommandLine(new PrepareData()).execute(args));
	}

	@Override
	public Integer call() throws IOException {
		DataFolder folder = new DataFolder(this.output);
		folder.delete("dataset.json");
		ShortTexts texts = new ShortTexts();
		List<String> queries = readQueries(texts);
		try (LineReader<Document> corpus = new BeirDataset(this.data).corpus()) {
			corpus.forEachRemaining(texts::add);
		}
		List<ShortText> documents = texts.take(this.documentCount);
		int[] buckets = buckets();
		folder.writeLines("queries.jsonl", queries.stream().map((query) -> Map.of("text", query)).toList());
		if (folder.writeLines(DOCUMENTS, lines(documents, buckets))) {
			folder.delete(DOCUMENT_VECTORS);
		}
		encodeSparse(folder, documents, queries);
		int dimensions = encodeDense(folder, documents, queries);
		say("Searching for the true neighbours");
		List<float[]> vectors = folder.readDense(DOCUMENT_VECTORS, dimensions);
		List<float[]> queryVectors = folder.readDense("queries.f32", dimensions);
		folder.writeNeighbours("truth-dense.bin", ExactSearch.dense(vectors, queryVectors, (row) -> true));
		folder.writeNeighbours("truth-dense-filtered.bin",
				ExactSearch.dense(vectors, queryVectors, (row) -> buckets[row] == KEPT_BUCKET));
		describe(folder, dimensions);
		say("Done");
		return 0;
	}

	private List<String> readQueries(ShortTexts texts) {
		List<String> queries = new ArrayList<>();
		try (LineReader<String> reader = TextLines.open(this.data.resolve("queries.jsonl"))) {
			while (reader.hasNext() && queries.size() < this.queryCount) {
				String query = reader.next().strip();
				if (texts.reserve(query)) {
					queries.add(query);
				}
			}
		}
		if (queries.size() < this.queryCount) {
			throw new InvalidInputException("The collection has only %d queries.".formatted(queries.size()),
					"Ask for fewer.");
		}
		return queries;
	}

	/** Every bucket holds the same number of documents, whatever their place. */
	private int[] buckets() {
		List<Integer> buckets = IntStream.range(0, this.documentCount)
			.map((row) -> row % BUCKETS)
			.boxed()
			.collect(Collectors.toCollection(ArrayList::new));
		Collections.shuffle(buckets, new Random(2));
		return buckets.stream().mapToInt(Integer::intValue).toArray();
	}

	/** Abstracts have no year in the collection: years and flags are made up. */
	private static List<Map<String, ?>> lines(List<ShortText> documents, int[] buckets) {
		List<Map<String, ?>> lines = new ArrayList<>(documents.size());
		for (int row = 0; row < buckets.length; row++) {
			ShortText document = documents.get(row);
			Random random = new Random(document.source().hashCode());
			Map<String, Object> metadata = new LinkedHashMap<>();
			metadata.put("source", document.source());
			metadata.put("position", document.position());
			metadata.put("bucket", buckets[row]);
			metadata.put("year", 1990 + random.nextInt(30));
			metadata.put("published", random.nextInt(4) > 0);
			Map<String, Object> line = new LinkedHashMap<>();
			line.put("id", document.id());
			line.put("text", document.text());
			line.put("metadata", metadata);
			lines.add(line);
		}
		return lines;
	}

	private void encodeSparse(DataFolder folder, List<ShortText> documents, List<String> queries) throws IOException {
		say("Encoding sparse vectors");
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector(LANGUAGE)) {
			documents.forEach((document) -> collector.add(document.text()));
			CorpusStatistics statistics = collector.finish();
			say(statistics.toString());
			try (SparseEncoder encoder = new Bm25Encoder(statistics)) {
				List<SparseVector> vectors = encoder
					.encode(documents.stream().map(ShortText::text).toList(), TextRole.DOCUMENT, Prompt.ofRole())
					.vectors();
				List<SparseVector> queryVectors = encoder.encode(queries, TextRole.QUERY, Prompt.ofRole()).vectors();
				folder.writeSparse("documents.sparse", vectors);
				folder.writeSparse("queries.sparse", queryVectors);
				folder.writeNeighbours("truth-sparse.bin", ExactSearch.sparse(vectors, queryVectors));
			}
		}
	}

	private int encodeDense(DataFolder folder, List<ShortText> documents, List<String> queries) throws IOException {
		try (DenseEncoder encoder = DenseEncoder.builder(this.model).build()) {
			int dimensions = encoder.model().dimensions();
			folder.writeDense("queries.f32", encoder.encode(queries, TextRole.QUERY).vectors());
			long start = System.nanoTime();
			int first = folder.wholeRows(DOCUMENT_VECTORS, dimensions);
			for (int row = first; row < documents.size(); row += ENCODED_AT_ONCE) {
				List<ShortText> next = documents.subList(row, Math.min(row + ENCODED_AT_ONCE, documents.size()));
				folder.appendDense(DOCUMENT_VECTORS,
						encoder.encodeDocuments(next.stream().map(ShortText::text).toList()));
				say("Encoded %d of %d documents, %.0f s".formatted(row + next.size(), documents.size(),
						(System.nanoTime() - start) / 1e9));
			}
			return dimensions;
		}
	}

	/** Comes last: the data set is complete when this file is there. */
	private void describe(DataFolder folder, int dimensions) throws IOException {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("documents", this.documentCount);
		description.put("queries", this.queryCount);
		description.put("dimensions", dimensions);
		description.put("model", this.model);
		description.put("sparse_space", Bm25Encoder.space(LANGUAGE).model());
		description.put("sparse_dimensions", Bm25Encoder.space(LANGUAGE).dimensions());
		description.put("filter", "bucket = " + KEPT_BUCKET);
		folder.writeLines("dataset.json", List.of(description));
	}

	private static void say(String message) {
		System.err.println(message);
	}

}
