package dev.semblance.retrieval.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.dataset.BeirDataset.JudgedQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BeirDatasetTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void aDocumentIsItsTitleAndItsText() throws IOException {
		assertThat(corpus("{\"_id\": \"d1\", \"title\": \"A title\", \"text\": \"A text.\"}"))
			.containsExactly(new Document("d1", "A title A text.", Map.of("title", "A title")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_id\": \"d1\", \"text\": \"A text.\"}",
			"{\"_id\": \"d1\", \"title\": \"\", \"text\": \"A text.\"}",
			"{\"_id\": \"d1\", \"title\": null, \"text\": \"A text.\"}" })
	void theTitleMayBeMissing(String line) throws IOException {
		assertThat(corpus(line)).containsExactly(new Document("d1", "A text."));
	}

	@Test
	void idsMayBeNumbers() throws IOException {
		assertThat(corpus("{\"_id\": 17, \"text\": \"A text.\"}")).containsExactly(new Document("17", "A text."));
	}

	@Test
	void metadataKeepsStringsNumbersAndBooleans() throws IOException {
		assertThat(corpus("{\"_id\": \"d1\", \"text\": \"\", \"metadata\": "
				+ "{\"s\": \"x\", \"i\": 3, \"d\": 0.5, \"b\": true, \"n\": null, \"a\": [1]}}"))
			.containsExactly(new Document("d1", "", Map.of("s", "x", "i", 3, "d", 0.5, "b", true)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"text\": \"A text.\"}", "{\"_id\": null, \"text\": \"A text.\"}",
			"{\"_id\": \" \", \"text\": \"A text.\"}", "{\"_id\": \"d1\"}", "{\"_id\": \"d1\", \"text\": 1",
			"{\"_id\": \"d1\", \"title\": [], \"text\": \"\"}" })
	void aMalformedDocumentIsNamedByFileAndLine(String line) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> corpus("{\"_id\": \"d0\", \"text\": \"good\"}\n" + line))
			.withMessageContaining(this.folder.resolve("corpus.jsonl") + ", line 2: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"n\": 1e999}", "{\"\": 1}" })
	void metadataThatNoStoreTakesIsRefused(String metadata) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> corpus("{\"_id\": \"d1\", \"text\": \"\", \"metadata\": " + metadata + "}"))
			.withMessageContaining("'d1'");
	}

	@Test
	void aMissingCorpusIsNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new BeirDataset(this.folder.resolve("nowhere")).corpus())
			.withMessageContaining("corpus.jsonl");
	}

	@Test
	void onlyTheJudgedQueriesOfTheSplitAreRead() throws IOException {
		queries("""
				{"_id": "q1", "text": "one"}
				{"_id": "q2", "text": "two"}
				{"_id": "q3", "text": ""}
				""");
		qrels("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n");
		assertThat(new BeirDataset(this.folder).queries("test"))
			.containsExactly(Map.entry("q1", new JudgedQuery("one", Map.of("d1", 2, "d2", 0))));
	}

	@Test
	void judgmentsNeedNoHeader() throws IOException {
		queries("{\"_id\": \"q1\", \"text\": \"one\"}");
		qrels("q1\td1\t1\r\n\r\nq1\td2\t-1\r\n");
		assertThat(new BeirDataset(this.folder).queries("test").get("q1"))
			.isEqualTo(new JudgedQuery("one", Map.of("d1", 1, "d2", -1)));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "q1\td1", "q1 0 d1 1", "q1\t0\td1\t1", "q1\td1\thigh", "q1\td1\t0.5", "q1\td1\t99999999999" })
	void aMalformedJudgmentIsNamedByFileAndLine(String line) throws IOException {
		queries("{\"_id\": \"q1\", \"text\": \"one\"}");
		qrels("query-id\tcorpus-id\tscore\n" + line + "\n");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new BeirDataset(this.folder).queries("test"))
			.withMessageContaining("test.tsv, line 2: not a judgment: '" + line + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_id\": \"other\", \"text\": \"one\"}", "{\"_id\": \"q1\", \"text\": \" \"}" })
	void aJudgedQueryWithoutTextIsNamed(String query) throws IOException {
		queries(query);
		qrels("q1\td1\t1\n");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new BeirDataset(this.folder).queries("test"))
			.withMessageContaining("Query 'q1' is judged in")
			.withMessageContaining("queries.jsonl");
	}

	@Test
	void aMissingSplitIsNamed() throws IOException {
		queries("{\"_id\": \"q1\", \"text\": \"one\"}");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new BeirDataset(this.folder).queries("dev"))
			.withMessageContaining("dev.tsv");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../test", "a/b", "test.tsv" })
	void aSplitThatIsNoPlainNameIsRefused(String split) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new BeirDataset(this.folder).queries(split))
			.withMessageContaining("The split is called '" + split + "'");
	}

	private List<Document> corpus(String content) throws IOException {
		Files.writeString(this.folder.resolve("corpus.jsonl"), content);
		List<Document> documents = new ArrayList<>();
		try (LineReader<Document> reader = new BeirDataset(this.folder).corpus()) {
			reader.forEachRemaining(documents::add);
		}
		return documents;
	}

	private void queries(String content) throws IOException {
		Files.writeString(this.folder.resolve("queries.jsonl"), content);
	}

	private void qrels(String content) throws IOException {
		Files.writeString(Files.createDirectories(this.folder.resolve("qrels")).resolve("test.tsv"), content);
	}

}
