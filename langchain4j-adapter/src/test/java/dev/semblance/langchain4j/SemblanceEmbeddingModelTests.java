package dev.semblance.langchain4j;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceEmbeddingModel}.
 */
class SemblanceEmbeddingModelTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder();

	private final EmbeddingModel model = new SemblanceEmbeddingModel(this.encoder);

	@Test
	void aQueryGetsTheQueryPrompt() {
		this.model.embed(EmbeddingRequest.builder().input("fox").inputType(EmbeddingInputType.QUERY).build());
		assertThat(this.encoder.encoded).containsExactly("query: fox");
	}

	@Test
	void aDocumentGetsTheDocumentPrompt() {
		this.model.embed(EmbeddingRequest.builder().input("fox").inputType(EmbeddingInputType.DOCUMENT).build());
		assertThat(this.encoder.encoded).containsExactly("passage: fox");
	}

	@Test
	void aTextWithoutInputTypeIsNeitherQueryNorDocument() {
		this.model.embed("fox");
		this.model.embedAll(List.of(TextSegment.from("hen")));
		assertThat(this.encoder.encoded).containsExactly("fox", "hen");
	}

	@Test
	void theResponseNamesModelAndTokens() {
		EmbeddingResponse response = this.model.embed(EmbeddingRequest.builder().inputs("fox", "goose").build());
		assertThat(response.modelName()).isEqualTo("letters");
		assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(8);
		assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(8);
	}

	@Test
	void vectorsComeInTheOrderOfTheTexts() {
		List<TextSegment> segments = List.of(TextSegment.from("b"), TextSegment.from("a"), TextSegment.from("b"));
		assertThat(this.model.embedAll(segments).content()).extracting((embedding) -> embedding.vector()[0])
			.containsExactly(0f, 1f, 0f);
	}

	@Test
	void noTextsGiveAnEmptyResponseWithoutARun() {
		assertThat(this.model.embedAll(List.of()).content()).isEmpty();
		assertThat(this.encoder.encoded).isEmpty();
	}

	@Test
	void dimensionAndNameNeedNoRun() {
		assertThat(this.model.dimension()).isEqualTo(26);
		assertThat(this.model.modelName()).isEqualTo("letters");
		assertThat(this.encoder.encoded).isEmpty();
	}

	@Test
	void anotherModelNameIsRefusedInsteadOfIgnored() {
		EmbeddingRequest request = EmbeddingRequest.builder().input("fox").modelName("other").build();
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> this.model.embed(request))
			.withMessage("The request asks for the model 'other', but the encoder runs 'letters'. "
					+ "Leave the model name out, or build an encoder for the other model.");
		assertThat(this.encoder.encoded).isEmpty();
	}

	@Test
	void theModelsOwnNameIsFine() {
		EmbeddingRequest request = EmbeddingRequest.builder().input("fox").modelName("letters").build();
		assertThat(this.model.embed(request).modelName()).isEqualTo("letters");
	}

	@Test
	void dimensionsKeepTheFirstOnes() {
		assertThat(vector(this.model, "aabcd", 2)).containsExactly(2, 1);
		assertThat(vector(this.model, "aabcd", 26)).hasSize(26).startsWith(2, 1, 1, 1, 0);
	}

	@Test
	void shortenedVectorsHaveUnitLengthIfTheModelsHaveIt() {
		assertThat(vector(unitModel(), "aaabbbbz", 2)).containsExactly(0.6f, 0.8f);
	}

	@Test
	void vectorsThatAreNotShortenedStayAsTheyAre() {
		assertThat(vector(unitModel(), "aaab", 26)).startsWith(3, 1);
	}

	@Test
	void aVectorWhoseFirstDimensionsAreZeroStaysZero() {
		assertThat(vector(unitModel(), "zzz", 2)).containsExactly(0, 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 27, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void dimensionsThatTheModelDoesNotHaveAreRefusedWithoutARun(int dimensions) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> vector(this.model, "fox", dimensions))
			.withMessage("The request asks for %d dimensions, but letters makes vectors of 26. ".formatted(dimensions)
					+ "Leave the dimensions out or ask for 1 to 26.");
		assertThat(this.encoder.encoded).isEmpty();
	}

	private static EmbeddingModel unitModel() {
		DenseModel letters = LetterCountEncoder.MODEL;
		return new SemblanceEmbeddingModel(new LetterCountEncoder(
				new DenseModel(letters.name(), letters.dimensions(), letters.maxLength(), letters.pooling(), true,
						letters.similarity(), letters.prompts(), letters.device(), letters.version())));
	}

	private static float[] vector(EmbeddingModel model, String text, int dimensions) {
		return model.embed(EmbeddingRequest.builder().input(text).dimensions(dimensions).build())
			.embeddings()
			.get(0)
			.vector();
	}

	@Test
	void aFailureOfTheEncoderArrivesAsItIs() {
		this.encoder.broken = true;
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.model.embed("fox"));
	}

}
