package dev.semblance.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceEmbeddingModel}.
 */
class SemblanceEmbeddingModelTests {

	private final RecordingEncoder encoder = new RecordingEncoder(Map.of("query", "query: ", "document", "passage: "),
			null);

	private final SemblanceEmbeddingModel model = new SemblanceEmbeddingModel(this.encoder);

	@Test
	void aSingleTextIsAQuery() {
		this.model.embed("fox");
		assertThat(this.encoder.calls).containsExactly(List.of("query: fox"));
	}

	@Test
	void aDocumentGetsTheDocumentPromptOnce() {
		this.model.embed(new Document("fox"));
		assertThat(this.encoder.calls).containsExactly(List.of("passage: fox"));
	}

	@Test
	void allDocumentsGetTheDocumentPromptOnceAndReachTheEncoderTogether() {
		List<float[]> vectors = this.model.embed(
				List.of(new Document("goose"), new Document("fox"), new Document("goose")),
				EmbeddingOptions.builder().build(), (documents) -> documents.stream().map(List::of).toList());
		assertThat(this.encoder.calls).containsExactly(List.of("passage: goose", "passage: fox", "passage: goose"));
		assertThat(vectors).extracting((vector) -> vector[0]).containsExactly(14f, 12f, 14f);
	}

	@Test
	void aDocumentTooLongForTheUsualBatchesIsLeftToTheEncoder() {
		Document document = new Document("word ".repeat(20_000));
		assertThat(this.model.embed(List.of(document), null, new TokenCountBatchingStrategy())).hasSize(1);
	}

	@Test
	void aListOfTextsGetsNoPrompt() {
		this.model.embed(List.of("fox", "goose"));
		this.model.embedForResponse(List.of("hen"));
		assertThat(this.encoder.calls).containsExactly(List.of("fox", "goose"), List.of("hen"));
	}

	@Test
	void theEmbeddingContentOfADocumentGivesItsVectorWhenCalled() {
		Document document = new Document("fox");
		this.model.embed(document);
		this.model.embed(List.of(this.model.getEmbeddingContent(document)));
		assertThat(this.encoder.calls).containsExactly(List.of("passage: fox"), List.of("passage: fox"));
	}

	@Test
	void aDocumentPromptThatIsTheDefaultPromptIsNotAppliedTwice() {
		RecordingEncoder defaulting = new RecordingEncoder(Map.of("document", "text: "), "document");
		SemblanceEmbeddingModel model = new SemblanceEmbeddingModel(defaulting);
		Document document = new Document("fox");
		model.embed(document);
		model.embed(List.of(model.getEmbeddingContent(document)));
		assertThat(defaulting.calls).containsExactly(List.of("text: fox"), List.of("text: fox"));
	}

	@Test
	void theResponseNamesModelAndTokensAndCountsFromZero() {
		EmbeddingResponse response = this.model.call(new EmbeddingRequest(List.of("fox", "goose"), null));
		assertThat(response.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1);
		assertThat(response.getMetadata().getModel()).isEqualTo("recorder");
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(8);
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(8);
	}

	@Test
	void theResponseTellsHowManyTextsWereCut() {
		EmbeddingResponse response = this.model.embedForResponse(List.of("fox"));
		assertThat(response.getMetadata().getUsage().getNativeUsage()).isEqualTo(new TokenUsage(3, 1));
	}

	@Test
	void dimensionsNeedNoRun() {
		assertThat(this.model.dimensions()).isEqualTo(2);
		assertThat(this.encoder.calls).isEmpty();
	}

	@Test
	void theModelsOwnDimensionsMayBeAskedFor() {
		EmbeddingOptions options = EmbeddingOptions.builder().dimensions(2).model("recorder").build();
		assertThat(this.model.call(new EmbeddingRequest(List.of("fox"), options)).getResults()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 256, 3, 0, -1 })
	void dimensionsThatTheModelDoesNotHaveAreRefusedWithBothNumbers(int dimensions) {
		EmbeddingOptions options = EmbeddingOptions.builder().dimensions(dimensions).build();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.call(new EmbeddingRequest(List.of("fox"), options)))
			.withMessage("The request asks for %d dimensions, but recorder makes vectors of 2. ".formatted(dimensions)
					+ "Leave the dimensions out or ask for 1 to 2.");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.embed(List.of(new Document("fox")), options, List::of));
		assertThat(this.encoder.calls).isEmpty();
	}

	@Test
	void fewerDimensionsAreTheFirstOnes() {
		EmbeddingOptions options = EmbeddingOptions.builder().dimensions(1).build();
		assertThat(this.model.call(new EmbeddingRequest(List.of("fox"), options)).getResult().getOutput())
			.containsExactly(3);
		assertThat(this.model.embed(List.of(new Document("fox")), options, List::of).get(0)).containsExactly(12);
	}

	@Test
	void noTextsAreNoEmbeddings() {
		assertThat(this.model.call(new EmbeddingRequest(List.of(), null)).getResults()).isEmpty();
		assertThat(this.model.embed(List.of(), null, List::of)).isEmpty();
	}

	@Test
	void anotherModelIsRefusedInsteadOfIgnored() {
		EmbeddingOptions options = EmbeddingOptions.builder().model("text-embedding-3-small").build();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.call(new EmbeddingRequest(List.of("fox"), options)))
			.withMessageContaining("'text-embedding-3-small'")
			.withMessageContaining("'recorder'");
	}

	@Test
	void aDocumentWithoutTextIsRefusedByItsId() {
		Document picture = new Document("picture-7",
				new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/fox.png")), Map.of());
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.model.embed(picture))
			.withMessageContaining("'picture-7'");
	}

}
