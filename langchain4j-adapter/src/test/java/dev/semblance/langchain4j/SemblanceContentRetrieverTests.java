package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.DefaultContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverErrorContext;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverListener;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverRequestContext;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverResponseContext;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.Retriever;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SemblanceContentRetrieverTests {

	private final Farm farm = new Farm();

	private final Retriever hybrid = this.farm.retriever(Leg.DENSE, Leg.LEXICAL);

	@AfterEach
	void close() {
		this.farm.close();
	}

	@Test
	void contentsComeBestFirstWithScoreAndId() {
		List<Content> contents = retrieve(SemblanceContentRetriever.builder(this.hybrid), "fox hunts");
		List<Candidate> candidates = this.hybrid.retrieve("fox hunts", 3);
		assertThat(contents).hasSize(3);
		for (int i = 0; i < 3; i++) {
			assertThat(contents.get(i).metadata()).containsExactlyInAnyOrderEntriesOf(Map.of(ContentMetadata.SCORE,
					candidates.get(i).score(), ContentMetadata.EMBEDDING_ID, candidates.get(i).document().id()));
		}
		assertThat(ids(contents)).startsWith("fox");
	}

	@Test
	void ranksAndScoresOfTheLegsAreInTheSegmentsMetadata() {
		Content fox = retrieve(SemblanceContentRetriever.builder(this.hybrid), "fox hunts").get(0);
		Candidate candidate = this.hybrid.retrieve("fox hunts", 3).get(0);
		Metadata metadata = fox.textSegment().metadata();
		assertThat(metadata.toMap()).containsOnlyKeys("legs", "wild", "semblance.score", "semblance.dense.rank",
				"semblance.dense.score", "semblance.lexical.rank", "semblance.lexical.score");
		assertThat(metadata.getDouble(SearchMetadata.SCORE)).isEqualTo(candidate.score());
		assertThat(metadata.getLong(SearchMetadata.rank(Leg.LEXICAL))).isEqualTo(1);
		assertThat(candidate.legs().get(Leg.DENSE)).extracting(LegRank::score)
			.isEqualTo(metadata.getDouble("semblance.dense.score"));
	}

	@Test
	void aLegThatDidNotFindADocumentSaysNothingOfIt() {
		Content other = retrieve(SemblanceContentRetriever.builder(this.hybrid), "fox hunts").get(1);
		assertThat(other.textSegment().metadata().toMap()).containsKey("semblance.dense.rank")
			.doesNotContainKeys("semblance.lexical.rank", "semblance.lexical.score");
	}

	@Test
	void rerankedContentsShowScoresBeforeAndAfter() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever
			.builder(this.farm.reranking(new StubReranker(String::length), RerankSettings.DEFAULT));
		Content best = retrieve(builder, "fox hunts").get(0);
		List<Candidate> candidates = this.hybrid.retrieve("fox hunts", 3);
		int before = candidates.stream().map((candidate) -> candidate.document().id()).toList().indexOf("cow");
		double score = candidates.get(before).score();
		assertThat(best.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of(ContentMetadata.EMBEDDING_ID, "cow",
				ContentMetadata.SCORE, score, ContentMetadata.RERANKED_SCORE, 14.0));
		Metadata metadata = best.textSegment().metadata();
		assertThat(metadata.getDouble(SearchMetadata.SCORE)).isEqualTo(14.0);
		assertThat(metadata.getLong(SearchMetadata.RANK_BEFORE)).isEqualTo(before + 1L);
		assertThat(metadata.getDouble(SearchMetadata.SCORE_BEFORE)).isEqualTo(score);
	}

	@Test
	void contentsBelowTheDepthHaveNoRerankedScore() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever
			.builder(this.farm.reranking(new StubReranker(String::length), RerankSettings.DEFAULT.withDepth(1)));
		assertThat(retrieve(builder, "fox hunts")).extracting(Content::metadata)
			.filteredOn((metadata) -> metadata.containsKey(ContentMetadata.RERANKED_SCORE))
			.hasSize(1);
	}

	@Test
	void noMoreContentsComeThanAskedFor() {
		assertThat(ids(retrieve(SemblanceContentRetriever.builder(this.hybrid).maxResults(1), "fox")))
			.containsExactly("fox");
	}

	@Test
	void theMinimumScoreIsThatOfTheOrder() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever
			.builder(this.farm.reranking(new StubReranker(String::length), RerankSettings.DEFAULT))
			.minScore(13);
		assertThat(ids(retrieve(builder, "fox"))).containsExactly("cow", "hen");
		assertThat(ids(retrieve(builder.minScore(14.5), "fox"))).isEmpty();
	}

	@Test
	void allFiltersHold() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever.builder(this.hybrid)
			.filter(MetadataFilter.equal("wild", false));
		assertThat(ids(retrieve(builder, "fox"))).containsExactlyInAnyOrder("hen", "cow");
		builder.filter(MetadataFilterBuilder.metadataKey("legs").isGreaterThan(2));
		assertThat(ids(retrieve(builder, "fox"))).containsExactly("cow");
		builder.dynamicFilter((query) -> MetadataFilterBuilder.metadataKey("legs").isLessThan(4));
		assertThat(ids(retrieve(builder, "fox"))).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void aFilterCanDependOnWhoAsks() {
		ContentRetriever retriever = SemblanceContentRetriever.builder(this.hybrid)
			.dynamicFilter(SemblanceContentRetrieverTests::legsOfAsker)
			.build();
		dev.langchain4j.rag.query.Metadata asker = dev.langchain4j.rag.query.Metadata.from(UserMessage.from("fox"), 2,
				List.of());
		assertThat(ids(retriever.retrieve(Query.from("fox", asker)))).containsExactly("hen");
		assertThat(ids(retriever.retrieve(Query.from("fox")))).hasSize(3);
	}

	private static @Nullable Filter legsOfAsker(Query query) {
		return (query.metadata() != null)
				? MetadataFilterBuilder.metadataKey("legs").isEqualTo((int) query.metadata().chatMemoryId()) : null;
	}

	@Test
	void aFilterThatStoresCannotAnswerIsRefused() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever.builder(this.hybrid);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> builder.filter(MetadataFilterBuilder.metadataKey("a").containsString("b")));
		builder.dynamicFilter((query) -> MetadataFilterBuilder.metadataKey("a").containsString("b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> retrieve(builder, "fox"));
	}

	@Test
	void documentsWithoutTextAreLeftOut() {
		this.farm.add(new Document("blank", " "));
		assertThat(ids(retrieve(SemblanceContentRetriever.builder(this.hybrid).maxResults(10), "fox")))
			.containsExactlyInAnyOrder("fox", "hen", "cow");
	}

	@Test
	void aChangedBuilderDoesNotChangeWhatItBuilt() {
		SemblanceContentRetriever.Builder builder = SemblanceContentRetriever.builder(this.hybrid);
		ContentRetriever built = builder.build();
		builder.maxResults(1).filter(MetadataFilter.equal("legs", 99));
		assertThat(built.retrieve(Query.from("fox"))).hasSize(3);
	}

	@Test
	void contentsOfOneDocumentAreEqualWhateverFoundThem() {
		Content byWords = retrieve(SemblanceContentRetriever.builder(this.farm.retriever(Leg.LEXICAL)), "fox").get(0);
		Content byBoth = retrieve(SemblanceContentRetriever.builder(this.hybrid), "fox hunts").get(0);
		assertThat(byWords.textSegment()).isNotEqualTo(byBoth.textSegment());
		assertThat(byWords).isEqualTo(byBoth).hasSameHashCodeAs(byBoth);
		assertThat(byWords).isNotEqualTo(retrieve(SemblanceContentRetriever.builder(this.hybrid), "cow").get(0));
	}

	@Test
	void theFrameworksFusionTakesContentsOfOneDocumentForOne() {
		ContentRetriever retriever = SemblanceContentRetriever.builder(this.hybrid).build();
		Query fox = Query.from("fox");
		Query hen = Query.from("hen lays");
		List<Content> fused = new DefaultContentAggregator()
			.aggregate(Map.of(fox, List.of(retriever.retrieve(fox)), hen, List.of(retriever.retrieve(hen))));
		assertThat(ids(fused)).containsExactlyInAnyOrder("fox", "hen", "cow");
	}

	@Test
	void listenersAreToldOfContentsAndFailures() {
		List<String> events = new ArrayList<>();
		ContentRetriever retriever = SemblanceContentRetriever.builder(this.farm.reranking(new StubReranker((text) -> {
			if (events.size() > 2) {
				throw new EncodingException("The reranker is broken.", "Mend it.");
			}
			return text.length();
		}), RerankSettings.DEFAULT)).build().addListener(new ContentRetrieverListener() {

			@Override
			public void onRequest(ContentRetrieverRequestContext context) {
				events.add(context.query().text());
			}

			@Override
			public void onResponse(ContentRetrieverResponseContext context) {
				events.add("%d contents".formatted(context.contents().size()));
			}

			@Override
			public void onError(ContentRetrieverErrorContext context) {
				events.add(context.error().getMessage());
			}

		});
		retriever.retrieve(Query.from("fox"));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> retriever.retrieve(Query.from("hen")));
		assertThat(events).containsExactly("fox", "3 contents", "hen", "The reranker is broken. Mend it.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 10_001, Integer.MIN_VALUE })
	void aNumberOfResultsOutOfRangeIsRefused(int maxResults) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceContentRetriever.builder(this.hybrid).maxResults(maxResults))
			.withMessage(
					"The content retriever is to give %d results. Use 1 to 10000; 3 is usual.".formatted(maxResults));
	}

	@Test
	void aMinimumScoreThatIsNoNumberIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceContentRetriever.builder(this.hybrid).minScore(Double.NaN));
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsRefusedByName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SemblanceContentRetriever.builder(this.hybrid).build().retrieve(null))
			.withMessage("query cannot be null");
	}

	private static List<Content> retrieve(SemblanceContentRetriever.Builder builder, String query) {
		return builder.build().retrieve(Query.from(query));
	}

	private static List<Object> ids(List<Content> contents) {
		return contents.stream().map((content) -> content.metadata().get(ContentMetadata.EMBEDDING_ID)).toList();
	}

}
