package dev.semblance.langchain4j;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.semblance.encoders.EncodingException;
import org.junit.jupiter.api.Test;

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
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> this.model.embed(request));
	}

	@Test
	void aFailureOfTheEncoderArrivesAsItIs() {
		this.encoder.broken = true;
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.model.embed("fox"));
	}

}
