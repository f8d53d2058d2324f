package dev.semblance.springai;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SemblanceException;
import org.junit.jupiter.api.Test;

import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceBatchingStrategy}. A character is a token, and the model
 * reads 512 of them.
 */
class SemblanceBatchingStrategyTests {

	private final RecordingEncoder encoder = new RecordingEncoder(Map.of(), null);

	@Test
	void batchesFillTheBudgetAndKeepTheOrder() {
		List<Document> documents = documents(4, 6, 5, 5, 1, 10, 3);
		assertThat(lengths(new SemblanceBatchingStrategy(this.encoder, 10).batch(documents)))
			.containsExactly(List.of(4, 6), List.of(5, 5), List.of(1), List.of(10), List.of(3));
	}

	@Test
	void equalDocumentsAreAllKept() {
		Document document = new Document("a", "fox", Map.of());
		List<Document> documents = List.of(document, document, new Document("a", "fox", Map.of()));
		assertThat(new SemblanceBatchingStrategy(this.encoder).batch(documents)).containsExactly(documents);
	}

	@Test
	void aDocumentBeyondTheBudgetIsABatchOfItsOwn() {
		assertThat(lengths(new SemblanceBatchingStrategy(this.encoder, 10).batch(documents(3, 400, 3))))
			.containsExactly(List.of(3), List.of(400), List.of(3));
	}

	@Test
	void aDocumentCountsAsWhatTheModelReadsOfIt() {
		assertThat(lengths(new SemblanceBatchingStrategy(this.encoder, 1030).batch(documents(5000, 5000, 6))))
			.containsExactly(List.of(5000, 5000, 6));
	}

	@Test
	void aDocumentWithoutTextIsPassedOn() {
		Document picture = new Document("picture",
				new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/fox.png")), Map.of());
		assertThat(new SemblanceBatchingStrategy(this.encoder).batch(List.of(picture)))
			.containsExactly(List.of(picture));
	}

	@Test
	void noDocumentsAreNoBatches() {
		assertThat(new SemblanceBatchingStrategy(this.encoder).batch(List.of())).isEmpty();
	}

	@Test
	void aBudgetOfNothingIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new SemblanceBatchingStrategy(this.encoder, 0))
			.extracting(SemblanceException::problem)
			.isEqualTo("The token budget of a batch of documents is 0.");
	}

	private static List<Document> documents(int... lengths) {
		return Arrays.stream(lengths).mapToObj((length) -> new Document("x".repeat(length))).toList();
	}

	private static List<List<Integer>> lengths(List<List<Document>> batches) {
		return batches.stream()
			.map((batch) -> batch.stream().map((document) -> String.valueOf(document.getText()).length()).toList())
			.toList();
	}

}
