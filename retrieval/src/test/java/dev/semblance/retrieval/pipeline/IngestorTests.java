package dev.semblance.retrieval.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IngestorTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final MapStore store = new MapStore(EmbeddingSpace.of(this.encoder.model()));

	private final Ingestor ingestor = new Ingestor(LegEncoders.of(this.encoder), this.store);

	@Test
	void documentsAreStoredWithTheVectorsOfTheirTexts() {
		ingest(new Document("1", "aab"), new Document("2", "c"));
		assertThat(this.store.vector("1")).startsWith(2, 1, 0);
		assertThat(this.store.vector("2")).startsWith(0, 0, 1);
	}

	@Test
	void textsAreEncodedAsDocuments() {
		ingest(new Document("1", "one"));
		assertThat(this.encoder.calls()).extracting(LetterCountEncoder.Call::role).containsExactly(TextRole.DOCUMENT);
	}

	@Test
	void unchangedDocumentsAreNotEncodedAgain() {
		ingest(new Document("1", "one"), new Document("2", "two"));
		this.encoder.calls().clear();
		IngestReport report = ingest(new Document("1", "one"), new Document("2", "two"));
		assertThat(this.encoder.calls()).isEmpty();
		assertThat(report).isEqualTo(new IngestReport(0, 2, TokenUsage.NONE));
	}

	@Test
	void indexesAreBuiltInTheEndAlsoIfNothingHasChanged() {
		ingest(new Document("1", "one"));
		assertThat(this.store.indexBuilds()).isOne();
		ingest(new Document("1", "one"));
		assertThat(this.store.indexBuilds()).isEqualTo(2);
	}

	@Test
	void aChangedTextIsEncodedAgain() {
		ingest(new Document("1", "one"), new Document("2", "two"));
		this.encoder.calls().clear();
		IngestReport report = ingest(new Document("1", "one"), new Document("2", "three"));
		assertThat(this.encoder.calls())
			.containsExactly(new LetterCountEncoder.Call(List.of("three"), TextRole.DOCUMENT));
		assertThat(report).isEqualTo(new IngestReport(1, 1, new TokenUsage(1, 0)));
	}

	@Test
	void changedMetadataIsWritten() {
		ingest(new Document("1", "one", Map.of("year", 2025)));
		ingest(new Document("1", "one", Map.of("year", 2026)));
		assertThat(this.store.find(List.of("1")).get(0).metadata()).containsEntry("year", 2026L);
	}

	@Test
	void ofSeveralDocumentsWithOneIdTheLastWins() {
		ingest(new Document("1", "first"), new Document("2", "other"), new Document("1", "last"));
		assertThat(this.store.find(List.of("1"))).containsExactly(new Document("1", "last"));
		assertThat(this.store.count()).isEqualTo(2);
	}

	@Test
	void aFailureLeavesTheBatchesWrittenBeforeIt() {
		List<Document> documents = new ArrayList<>(numbered(300));
		documents.set(290, new Document("290", LetterCountEncoder.POISON));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> ingest(documents.iterator()));
		assertThat(this.store.count()).isPositive().isLessThan(290);
	}

	@Test
	void aRepeatedIngestGoesOnWhereItFailed() {
		List<Document> documents = new ArrayList<>(numbered(300));
		documents.set(290, new Document("290", LetterCountEncoder.POISON));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> ingest(documents.iterator()));
		long stored = this.store.count();
		IngestReport report = ingest(numbered(300).iterator());
		assertThat(report.unchanged()).isEqualTo(stored);
		assertThat(report.written()).isEqualTo(300 - stored);
	}

	@Test
	void progressIsToldAfterEveryBatchAndEndsWithTheResult() {
		List<IngestReport> progress = new ArrayList<>();
		IngestReport report = this.ingestor.ingest(numbered(300).iterator(), progress::add);
		assertThat(progress).hasSizeGreaterThan(1)
			.isSortedAccordingTo((left, right) -> Long.compare(left.documents(), right.documents()))
			.endsWith(report);
		assertThat(report.documents()).isEqualTo(300);
	}

	@Test
	void anInterruptedIngestKeepsWhatItHasWritten() {
		IngestReport report = this.ingestor.ingest(numbered(300).iterator(),
				(batch) -> Thread.currentThread().interrupt());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(report.written()).isEqualTo(this.store.count()).isPositive().isLessThan(300);
	}

	@Test
	void anIngestInterruptedInTheMiddleOfEncodingKeepsWhatItHasWritten() {
		List<Document> documents = new ArrayList<>(numbered(300));
		documents.set(290, new Document("290", LetterCountEncoder.INTERRUPT));
		IngestReport report = ingest(documents.iterator());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(report.written()).isEqualTo(this.store.count()).isPositive().isLessThan(290);
	}

	@Test
	void withoutAnEncoderDocumentsAreStoredWithoutVectors() {
		MapStore words = new MapStore(null);
		new Ingestor(LegEncoders.NONE, words).ingest(List.of(new Document("1", "one")).iterator(), (report) -> {
		});
		assertThat(words.count()).isOne();
		assertThat(words.vector("1")).isNull();
	}

	@Test
	void nothingToIngestIsNoFailure() {
		assertThat(ingest()).isEqualTo(new IngestReport(0, 0, TokenUsage.NONE));
	}

	private IngestReport ingest(Document... documents) {
		return ingest(List.of(documents).iterator());
	}

	private IngestReport ingest(Iterator<Document> documents) {
		return this.ingestor.ingest(documents, (report) -> {
		});
	}

	private static List<Document> numbered(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Document(String.valueOf(i), "text " + i)).toList();
	}

}
