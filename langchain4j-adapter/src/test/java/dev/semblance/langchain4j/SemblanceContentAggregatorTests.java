package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceContentAggregator}. Contents are named by their text.
 */
class SemblanceContentAggregatorTests {

	private final StubReranker byLength = new StubReranker(String::length);

	private final StubReranker indifferent = new StubReranker((text) -> 1);

	@Test
	void aContentKeepsScoreAndIdBesideItsRerankedScore() {
		List<Content> contents = aggregate(this.byLength, Map.of(Query.from("q"), List.of(List.of(content("hen")))));
		assertThat(contents).singleElement()
			.extracting(Content::metadata)
			.isEqualTo(Map.of(ContentMetadata.EMBEDDING_ID, "id of hen", ContentMetadata.SCORE, 0.5,
					ContentMetadata.RERANKED_SCORE, 3.0));
	}

	@Test
	void theScoringModelDecides() {
		assertThat(texts(aggregate(this.byLength, one("hen", "goose", "fowl")))).containsExactly("goose", "fowl",
				"hen");
	}

	@Test
	void ofEqualContentsTheOneThatStoodHigherComesFirst() {
		assertThat(texts(aggregate(this.indifferent, one("c", "a", "b")))).containsExactly("c", "a", "b");
	}

	@Test
	void listsAreFusedByReciprocalRanks() {
		Map<Query, Collection<List<Content>>> found = Map.of(Query.from("q"),
				List.of(contents("a", "b", "c"), contents("b", "d"), contents("c", "b")));
		assertThat(texts(aggregate(this.indifferent, found))).containsExactly("b", "c", "a", "d");
	}

	@Test
	void theOrderOfTheQueriesDoesNotMatter() {
		Map<Query, Collection<List<Content>>> found = new LinkedHashMap<>();
		for (int i = 0; i < 20; i++) {
			found.put(Query.from("query " + i), List.of(contents("x" + i, "y" + i, "z" + (i % 3))));
		}
		List<Map.Entry<Query, Collection<List<Content>>>> reversed = new ArrayList<>(found.entrySet());
		Collections.reverse(reversed);
		Map<Query, Collection<List<Content>>> other = new LinkedHashMap<>();
		reversed.forEach((entry) -> other.put(entry.getKey(), entry.getValue()));
		assertThat(texts(aggregate(this.indifferent, other))).isEqualTo(texts(aggregate(this.indifferent, found)));
	}

	@Test
	void aContentIsTakenFromWhereItStoodHighest() {
		Content low = content("a", "a", 0.1);
		Content high = content("a", "a", 0.9);
		Map<Query, Collection<List<Content>>> found = Map.of(Query.from("1"), List.of(List.of(content("b"), low)),
				Query.from("2"), List.of(List.of(high)));
		assertThat(aggregate(this.byLength, found)).hasSize(2)
			.extracting((content) -> content.metadata().get(ContentMetadata.SCORE))
			.containsExactly(0.9, 0.5);
	}

	@Test
	void contentsWithoutIdAreTheSameByTextAndMetadataButForWhatSearchesAdd() {
		Content plain = Content.from(TextSegment.from("a", Metadata.from("source", "1")));
		Content found = Content
			.from(TextSegment.from("a", Metadata.from(Map.of("source", "1", "semblance.score", 0.7))));
		Content elsewhere = Content.from(TextSegment.from("a", Metadata.from("source", "2")));
		assertThat(aggregate(this.indifferent,
				Map.of(Query.from("q"), List.of(List.of(plain, elsewhere), List.of(found)))))
			.hasSize(2);
	}

	@Test
	void oneIdOfTwoTextsIsTwoContents() {
		assertThat(aggregate(this.indifferent,
				Map.of(Query.from("q"), List.of(List.of(content("1", "fox", 0.5)), List.of(content("1", "hen", 0.5))))))
			.hasSize(2);
	}

	@Test
	void severalQueriesAreRerankedOnceAgainstWhatTheUserWrote() {
		dev.langchain4j.rag.query.Metadata message = message(UserMessage.from("Which bird?"));
		aggregate(this.byLength, Map.of(Query.from("bird", message), List.of(contents("hen")),
				Query.from("fowl", message), List.of(contents("hen"))));
		assertThat(this.byLength.calls).containsExactly("Which bird?: [hen]");
	}

	@Test
	void aSingleQueryIsItsOwnEvenIfTheUserWroteAnother() {
		aggregate(this.byLength, Map.of(Query.from("the hen's age", message(UserMessage.from("And its age?"))),
				List.of(contents("hen"))));
		assertThat(this.byLength.calls).containsExactly("the hen's age: [hen]");
	}

	@Test
	void queriesThatDoNotKnowTheirMessageAreAllAsked() {
		aggregate(this.byLength,
				Map.of(Query.from("bird"), List.of(contents("hen")), Query.from("fowl"), List.of(contents("hen"))));
		assertThat(this.byLength.calls).containsExactly("bird: [hen]", "fowl: [hen]");
	}

	@Test
	void aMessageThatIsMoreThanOneTextIsNoQuery() {
		dev.langchain4j.rag.query.Metadata message = message(
				UserMessage.from(TextContent.from("Which bird?"), ImageContent.from("https://example.org/hen.png")));
		aggregate(this.byLength, Map.of(Query.from("bird", message), List.of(contents("hen")),
				Query.from("fowl", message), List.of(contents("hen"))));
		assertThat(this.byLength.calls).containsExactly("bird: [hen]", "fowl: [hen]");
	}

	@Test
	void againstEveryQueryTheBestScoreCounts() {
		ScoringModel model = (segments, query) -> Response
			.from(segments.stream().map((segment) -> segment.text().equals(query) ? 1.0 : -1.0).toList());
		Map<Query, Collection<List<Content>>> found = Map.of(Query.from("hen"), List.of(contents("cow", "hen")),
				Query.from("fox"), List.of(contents("cow", "fox")));
		List<Content> contents = new SemblanceContentAggregator(model,
				AggregationSettings.DEFAULT.withQuery(RerankQuery.EVERY))
			.aggregate(found);
		assertThat(texts(contents)).containsExactly("fox", "hen", "cow");
		assertThat(contents).extracting((content) -> content.metadata().get(ContentMetadata.RERANKED_SCORE))
			.containsExactly(1.0, 1.0, -1.0);
	}

	@Test
	void depthMinimumScoreAndNumberOfResultsAreKept() {
		AggregationSettings settings = AggregationSettings.DEFAULT.withDepth(4).withMinScore(2).withMaxResults(2);
		assertThat(texts(aggregate(this.byLength, settings, one("a", "bb", "ccc", "dddd", "eeeee"))))
			.containsExactly("dddd", "ccc");
		assertThat(texts(aggregate(this.byLength, settings, one("a", "bb", "c", "d", "eeeee")))).containsExactly("bb");
	}

	@Test
	void withoutContentsTheScoringModelIsNotAsked() {
		assertThat(aggregate(this.byLength, Map.of())).isEmpty();
		assertThat(aggregate(this.byLength, Map.of(Query.from("q"), List.of()))).isEmpty();
		assertThat(aggregate(this.byLength, Map.of(Query.from("q"), List.of(List.of())))).isEmpty();
		assertThat(this.byLength.calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void aScoreThatIsNotFiniteIsRefusedWithItsText(double score) {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> aggregate(new StubReranker((text) -> score), one("hen")))
			.withMessageStartingWith("The scoring model gave the score %s for 'hen'.".formatted(score));
	}

	@Test
	void anotherNumberOfScoresThanOfContentsIsRefused() {
		ScoringModel broken = (segments, query) -> Response.from(List.of());
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> new SemblanceContentAggregator(broken, AggregationSettings.DEFAULT).aggregate(one("hen")))
			.withMessageStartingWith("The scoring model gave 0 scores for 1 contents.");
	}

	@Test
	void settingsOutOfRangeAreRefused() {
		AggregationSettings settings = AggregationSettings.DEFAULT;
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> settings.withDepth(0));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> settings.withDepth(10_001));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> settings.withMaxResults(0));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> settings.withMinScore(Double.NaN));
	}

	private static List<Content> aggregate(StubReranker reranker, Map<Query, Collection<List<Content>>> found) {
		return aggregate(reranker, AggregationSettings.DEFAULT, found);
	}

	private static List<Content> aggregate(StubReranker reranker, AggregationSettings settings,
			Map<Query, Collection<List<Content>>> found) {
		return new SemblanceContentAggregator(new SemblanceScoringModel(reranker), settings).aggregate(found);
	}

	private static Map<Query, Collection<List<Content>>> one(String... texts) {
		return Map.of(Query.from("q"), List.of(contents(texts)));
	}

	private static List<Content> contents(String... texts) {
		return List.of(texts).stream().map(SemblanceContentAggregatorTests::content).toList();
	}

	private static Content content(String text) {
		return content("id of " + text, text, 0.5);
	}

	private static Content content(String id, String text, double score) {
		return Content.from(TextSegment.from(text),
				Map.of(ContentMetadata.EMBEDDING_ID, id, ContentMetadata.SCORE, score));
	}

	private static dev.langchain4j.rag.query.Metadata message(UserMessage message) {
		return dev.langchain4j.rag.query.Metadata.from(message, 1, List.of());
	}

	private static List<String> texts(List<Content> contents) {
		return contents.stream().map((content) -> content.textSegment().text()).toList();
	}

}
