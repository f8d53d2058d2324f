package dev.semblance.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.springai.rerank.RerankOptions;
import dev.semblance.springai.rerank.RerankRequest;
import dev.semblance.springai.rerank.RerankResponse;
import dev.semblance.springai.rerank.RerankResult;
import dev.semblance.springai.rerank.RerankResultMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.content.Media;
import org.springframework.ai.document.DefaultContentFormatter;
import org.springframework.ai.document.Document;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceRerankModel}. A document's score is its length.
 */
class SemblanceRerankModelTests {

	private final StubReranker reranker = new StubReranker(String::length);

	private final SemblanceRerankModel model = new SemblanceRerankModel(this.reranker);

	private final List<Document> documents = List.of(new Document("1", "ab", Map.of("page", 7)),
			new Document("2", "abcd", Map.of()), new Document("3", "cd", Map.of()));

	@Test
	void theBestComesFirstAndThoseAlikeStayInTheirOrder() {
		RerankResponse response = this.model.call(new RerankRequest("query", this.documents, null));
		assertThat(response.getResults()).extracting(RerankResult::getMetadata)
			.containsExactly(new RerankResultMetadata(1, 4), new RerankResultMetadata(0, 2),
					new RerankResultMetadata(2, 2));
		assertThat(response.documents()).extracting(Document::getId).containsExactly("2", "1", "3");
		assertThat(response.documents()).extracting(Document::getScore).containsExactly(4.0, 2.0, 2.0);
		assertThat(this.reranker.queries).containsExactly("query");
	}

	@Test
	void theResponseNamesModelAndTokens() {
		RerankResponse response = this.model.call(new RerankRequest("query", this.documents, null));
		assertThat(response.getMetadata().getModel()).isEqualTo("stub");
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(30);
		assertThat(response.getMetadata().getUsage().getNativeUsage()).isEqualTo(new TokenUsage(30, 1));
	}

	@Test
	void aDocumentKeepsAllButItsScore() {
		Document document = this.documents.get(0).mutate().score(0.25).build();
		DefaultContentFormatter formatter = DefaultContentFormatter.builder().build();
		document.setContentFormatter(formatter);
		Document scored = this.model.rerank("query", List.of(document)).get(0);
		assertThat(scored.getMetadata()).isEqualTo(Map.of("page", 7));
		assertThat(scored.getText()).isEqualTo("ab");
		assertThat(scored.getContentFormatter()).isSameAs(formatter);
		assertThat(document.getScore()).isEqualTo(0.25);
	}

	@Test
	void onlyTheBestComeBackIfAskedFor() {
		assertThat(this.model.call(new RerankRequest("query", this.documents, RerankOptions.best(2))).documents())
			.extracting(Document::getId)
			.containsExactly("2", "1");
		assertThat(this.model.call(new RerankRequest("query", this.documents, RerankOptions.best(9))).getResults())
			.hasSize(3);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RerankOptions.best(0))
			.withMessageContaining("leave 0 documents");
	}

	@Test
	void noDocumentsNeedNoRun() {
		RerankResponse response = this.model.call(new RerankRequest("query", List.of(), null));
		assertThat(response.getResult()).isNull();
		assertThat(response.getResults()).isEmpty();
		assertThat(this.reranker.queries).isEmpty();
	}

	@Test
	void anotherModelIsRefusedInsteadOfIgnored() {
		RerankRequest request = new RerankRequest("query", this.documents, new RerankOptions("rerank-v3.5", null));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.model.call(request))
			.withMessageContaining("'rerank-v3.5'")
			.withMessageContaining("'stub'");
	}

	@Test
	void aDocumentWithoutTextIsRefusedByItsId() {
		Document picture = new Document("picture-7",
				new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/fox.png")), Map.of());
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.rerank("query", List.of(picture)))
			.withMessageContaining("'picture-7'");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY })
	void aScoreThatIsNotFiniteIsAnError(double score) {
		SemblanceRerankModel broken = new SemblanceRerankModel(new StubReranker((text) -> score));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> broken.rerank("query", this.documents))
			.withMessageContaining("stub did not give one finite score for each of 3 documents");
	}

	@Test
	void theFirstResultIsTheBest() {
		RerankResponse response = this.model.call(new RerankRequest("query", this.documents, null));
		assertThat(Objects.requireNonNull(response.getResult()).getOutput().getId()).isEqualTo("2");
	}

}
