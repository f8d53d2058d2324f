package dev.semblance.springai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.semblance.encoders.Deadline;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.preretrieval.query.expansion.MultiQueryExpander;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.core.task.SyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a chat model reads at the end of Spring AI's own retrieval-augmented generation.
 * There are twenty passages; the reranker likes those of the middle best, and of two that
 * are equally far from it the first.
 */
class RetrievalAugmentationTests {

	private static final int PASSAGES = 20;

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final LuceneStore store = LuceneStore.builder().space(EmbeddingSpace.of(this.encoder.model())).open();

	private final StubReranker reranker = new StubReranker(
			(text) -> -Math.abs(PASSAGES / 2 - Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1))));

	private final StubChatModel chatModel = new StubChatModel("a cheese\nblue cheese\nold cheese");

	@BeforeEach
	void fillStore() {
		new Ingestor(LegEncoders.of(this.encoder), this.store).ingest(IntStream.range(0, PASSAGES)
			.mapToObj((i) -> new Document("passage-%02d".formatted(i), "cheese number %02d".formatted(i),
					Map.of("even", i % 2 == 0)))
			.iterator(), (progress) -> {
			});
	}

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	@Test
	void passagesOfTheSameScoreReachThePromptInTheRetrieversOrder() {
		ask(RetrievalAugmentationAdvisor.builder()
			.documentRetriever(SemblanceDocumentRetriever.builder(retriever(Leg.LEXICAL)).topK(PASSAGES).build()));
		assertThat(passages()).containsExactlyElementsOf(IntStream.range(0, PASSAGES).boxed().toList());
	}

	@Test
	void rerankedPassagesReachThePromptInTheRerankersOrder() {
		ask(RetrievalAugmentationAdvisor.builder().documentRetriever(reranking(7)));
		assertThat(passages()).containsExactly(10, 9, 11, 8, 12, 7, 13);
		assertThat(this.reranker.queries).containsExactly("Which cheese?");
	}

	@Test
	void theRerankerInTheRetrieverReadsTheTransformedQuery() {
		ask(RetrievalAugmentationAdvisor.builder()
			.queryTransformers((query) -> query.mutate().text("cheese, as meant").build())
			.documentRetriever(reranking(3)));
		assertThat(passages()).containsExactly(10, 9, 11);
		assertThat(this.reranker.queries).containsExactly("cheese, as meant");
	}

	@Test
	void passagesOfSeveralQueriesReachThePromptInTheRerankersOrder() {
		ask(RetrievalAugmentationAdvisor.builder()
			.queryExpander(MultiQueryExpander.builder().chatClientBuilder(ChatClient.builder(this.chatModel)).build())
			.documentRetriever(reranking(5)));
		assertThat(passages()).containsExactly(10, 9, 11, 8, 12);
		assertThat(this.reranker.queries).containsExactlyInAnyOrder("Which cheese?", "a cheese", "blue cheese",
				"old cheese");
	}

	@Test
	void thePostProcessorPutsPassagesOfSeveralQueriesInTheRerankersOrder() {
		ask(RetrievalAugmentationAdvisor.builder()
			.queryExpander((query) -> List.of(query, new Query("number 03"), new Query("cheese number 17")))
			.documentRetriever(
					SemblanceDocumentRetriever.builder(retriever(Leg.LEXICAL, Leg.DENSE)).topK(PASSAGES).build())
			.documentPostProcessors(RerankingDocumentPostProcessor.builder(new SemblanceRerankModel(this.reranker))
				.topN(6)
				.minScore(-2)
				.build()));
		assertThat(Set.copyOf(passages())).containsExactlyInAnyOrder(8, 9, 10, 11, 12);
		assertThat(passages().get(0)).isEqualTo(10);
		assertThat(passages().subList(1, 3)).containsExactlyInAnyOrder(9, 11);
		assertThat(this.reranker.queries).containsExactly("Which cheese?");
	}

	@Test
	void aParameterOfTheAdvisorFilters() {
		RetrievalAugmentationAdvisor advisor = RetrievalAugmentationAdvisor.builder()
			.documentRetriever(reranking(3))
			.build();
		ChatClient.create(this.chatModel)
			.prompt("Which cheese?")
			.advisors((spec) -> spec.advisors(advisor)
				.param(SemblanceDocumentRetriever.FILTER_EXPRESSION, "even == false"))
			.call()
			.content();
		assertThat(passages()).containsExactly(9, 11, 7);
	}

	@Test
	void aDeadlineReachesTheRetrieverOnTheThreadOfTheCallerOnly() {
		List<Boolean> held = new ArrayList<>();
		DocumentRetriever recording = (query) -> {
			held.add(Deadline.current().isPresent());
			return reranking(1).retrieve(query);
		};
		List<Boolean> told = Deadline.in(Duration.ofMinutes(1)).call(() -> {
			ask(RetrievalAugmentationAdvisor.builder().documentRetriever(recording));
			ask(RetrievalAugmentationAdvisor.builder()
				.documentRetriever(recording)
				.taskExecutor(new SyncTaskExecutor()));
			return held;
		});
		assertThat(told).containsExactly(false, true);
	}

	private void ask(RetrievalAugmentationAdvisor.Builder advisor) {
		ChatClient.create(this.chatModel).prompt("Which cheese?").advisors(advisor.build()).call().content();
	}

	private Retriever retriever(Leg... legs) {
		return new Retriever(this.store, LegEncoders.of(this.encoder), RetrieverSettings.of(Set.of(legs)));
	}

	private SemblanceDocumentRetriever reranking(int topK) {
		return SemblanceDocumentRetriever
			.builder(new RerankingRetriever(retriever(Leg.LEXICAL), this.reranker, RerankSettings.DEFAULT))
			.topK(topK)
			.build();
	}

	private List<Integer> passages() {
		List<Integer> passages = new ArrayList<>();
		this.chatModel.prompts.get(this.chatModel.prompts.size() - 1)
			.lines()
			.filter((line) -> line.startsWith("cheese number "))
			.forEach((line) -> passages.add(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1).strip())));
		return passages;
	}

}
