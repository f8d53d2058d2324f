package dev.semblance.retrieval.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;

/**
 * A retrieval test collection in BEIR form: {@code corpus.jsonl}, {@code queries.jsonl}
 * and {@code qrels/SPLIT.tsv} (header, then query id, document id and grade, separated by
 * tabs).
 *
 * @param folder the folder that holds the files
 */
public record BeirDataset(Path folder) {

	/** Metadata key of a document's title. */
	public static final String TITLE = "title";

	/**
	 * Reads a {@code corpus.jsonl}. A document's text is its title and its text, joined
	 * by a blank as BEIR does; the title is also in the metadata.
	 * @param file the file
	 * @return its documents, read as they are needed
	 */
	public static LineReader<Document> corpus(Path file) {
		return new LineReader<>(file, (line, place) -> {
			JsonLine json = new JsonLine(line, place);
			String id = json.text("_id");
			String title = json.optionalText("title");
			Map<String, Object> metadata = new LinkedHashMap<>(json.scalars("metadata"));
			if (!title.isBlank()) {
				metadata.put(TITLE, title);
			}
			if (id.isBlank()) {
				throw place.complaint("blank '_id'", "Give every document an id of its own.", null);
			}
			return new Document(id, (title + " " + json.text("text")).strip(), metadata);
		});
	}

	/**
	 * Opens the corpus.
	 * @return its documents, read as they are needed
	 */
	public LineReader<Document> corpus() {
		return corpus(this.folder.resolve("corpus.jsonl"));
	}

	/**
	 * Reads the judged queries of a split.
	 * @param split the split, for example {@code test}
	 * @return for each query with at least one judgment its text and its judgments
	 * @throws InvalidInputException if a file cannot be read, a line is malformed, or a
	 * judged query has no text
	 */
	public Map<String, JudgedQuery> queries(String split) {
		Map<String, Map<String, Integer>> judgments = judgments(split);
		Map<String, JudgedQuery> queries = new LinkedHashMap<>();
		try (LineReader<Map.Entry<String, String>> reader = new LineReader<>(queriesFile(), (line, place) -> {
			JsonLine json = new JsonLine(line, place);
			return Map.entry(json.text("_id"), json.text("text"));
		})) {
			reader.forEachRemaining((query) -> {
				Map<String, Integer> grades = judgments.get(query.getKey());
				if (grades != null && !query.getValue().isBlank()) {
					queries.put(query.getKey(), new JudgedQuery(query.getValue(), grades));
				}
			});
		}
		judgments.keySet().stream().filter((id) -> !queries.containsKey(id)).findFirst().ifPresent((id) -> {
			throw new InvalidInputException(
					"Query '%s' is judged in %s but has no text in %s.".formatted(id, qrels(split), queriesFile()),
					"Give every judged query a text that is not blank.");
		});
		return queries;
	}

	private Map<String, Map<String, Integer>> judgments(String split) {
		if (!split.matches("[A-Za-z0-9_-]+")) {
			throw new InvalidInputException("The split is called '%s'.".formatted(split),
					"Use letters, digits, '-' and '_', for example test.");
		}
		Map<String, Map<String, Integer>> judgments = new LinkedHashMap<>();
		try (LineReader<Boolean> reader = new LineReader<>(qrels(split),
				(line, place) -> readJudgment(line, place, judgments))) {
			while (reader.hasNext()) {
				reader.next();
			}
		}
		return judgments;
	}

	private Path queriesFile() {
		return this.folder.resolve("queries.jsonl");
	}

	private Path qrels(String split) {
		return this.folder.resolve("qrels").resolve(split + ".tsv");
	}

	private static boolean readJudgment(String line, LinePlace place, Map<String, Map<String, Integer>> judgments) {
		String[] fields = line.split("\t", -1);
		boolean header = place.line() == 1 && fields.length == 3 && !fields[2].strip().matches("-?\\d+");
		if (header) {
			return false;
		}
		if (fields.length != 3 || !fields[2].strip().matches("-?\\d{1,6}")) {
			throw place.complaint("not a judgment: '%s'".formatted(LinePlace.excerpt(line)),
					"Write query id, document id and a whole-number grade, separated by tabs.", null);
		}
		judgments.computeIfAbsent(fields[0], (id) -> new LinkedHashMap<>())
			.put(fields[1], Integer.parseInt(fields[2].strip()));
		return true;
	}

	/**
	 * A query with judgments.
	 *
	 * @param text the query
	 * @param grades grade by document id; above 0 is relevant
	 */
	public record JudgedQuery(String text, Map<String, Integer> grades) {

		/**
		 * Copies the grades.
		 */
		public JudgedQuery {
			grades = Map.copyOf(grades);
		}

	}

}
