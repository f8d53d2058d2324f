package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.semblance.retrieval.Leg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs LangChain4j's own services with a chat model that shows what it was asked.
 */
class SemblanceRetrievalAugmentorTests {

	private final Farm farm = new Farm();

	private final List<String> prompts = new ArrayList<>();

	private final StubReranker byLength = new StubReranker(String::length);

	private final SemblanceContentRetriever retriever = SemblanceContentRetriever
		.builder(this.farm.retriever(Leg.DENSE, Leg.LEXICAL))
		.maxResults(100)
		.build();

	@AfterEach
	void close() {
		this.farm.close();
	}

	@Test
	void thePromptHasTheRerankedPassagesInOrder() {
		ask(SemblanceRetrievalAugmentor.builder(this.retriever, new SemblanceScoringModel(this.byLength)).build());
		assertThat(this.prompts).containsExactly("""
				fox hunts

				Answer using the following information:
				cow gives milk

				hen lays eggs

				fox hunts""");
	}

	@Test
	void theAnswerNamesItsSourcesWithScoresAndIds() {
		List<Content> sources = ask(SemblanceRetrievalAugmentor
			.builder(this.retriever, new SemblanceScoringModel(this.byLength),
					AggregationSettings.DEFAULT.withMaxResults(2))
			.build()).sources();
		assertThat(sources).hasSize(2)
			.allSatisfy((source) -> assertThat(source.metadata()).containsOnlyKeys(ContentMetadata.values()));
		assertThat(sources.get(0).metadata()).containsEntry(ContentMetadata.EMBEDDING_ID, "cow")
			.containsEntry(ContentMetadata.RERANKED_SCORE, 14.0);
		assertThat(sources.get(0).textSegment().metadata().toMap()).containsKey("semblance.dense.rank");
	}

	@Test
	void anExpandedQueryIsRerankedOnceAgainstWhatTheUserWrote() {
		RetrievalAugmentor augmentor = SemblanceRetrievalAugmentor
			.builder(this.retriever, new SemblanceScoringModel(this.byLength))
			.queryTransformer(
					(query) -> List.of(Query.from("hen", query.metadata()), Query.from("cow", query.metadata()), query))
			.build();
		for (int i = 0; i < 20; i++) {
			assertThat(ask(augmentor).sources()).hasSize(3);
		}
		assertThat(this.prompts).hasSize(20).containsOnly(this.prompts.get(0));
		assertThat(this.byLength.calls).hasSize(20)
			.containsOnly(this.byLength.calls.get(0))
			.allSatisfy((call) -> assertThat(call).startsWith("fox hunts: ["));
	}

	@Test
	void tiesComeInTheSameOrderEveryTime() {
		RetrievalAugmentor augmentor = SemblanceRetrievalAugmentor
			.builder(this.retriever, new SemblanceScoringModel(new StubReranker((text) -> 0)))
			.queryTransformer((query) -> List.of(Query.from("hen", query.metadata()),
					Query.from("cow", query.metadata()), Query.from("fox", query.metadata())))
			.build();
		for (int i = 0; i < 20; i++) {
			ask(augmentor);
		}
		assertThat(this.prompts).hasSize(20).containsOnly(this.prompts.get(0));
	}

	@Test
	void withoutPassagesTheUsersMessageStaysAsItIs() {
		ask(SemblanceRetrievalAugmentor
			.builder(this.retriever, new SemblanceScoringModel(this.byLength),
					AggregationSettings.DEFAULT.withMinScore(99))
			.build());
		assertThat(this.prompts).containsExactly("fox hunts");
	}

	private Result<String> ask(RetrievalAugmentor augmentor) {
		return AiServices.builder(Assistant.class)
			.chatModel(new PromptRecorder())
			.retrievalAugmentor(augmentor)
			.build()
			.answer("fox hunts");
	}

	/** What LangChain4j implements. */
	interface Assistant {

		Result<String> answer(String question);

	}

	/** Remembers its prompts. */
	private final class PromptRecorder implements ChatModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			SemblanceRetrievalAugmentorTests.this.prompts.add(((UserMessage) request.messages().get(0)).singleText());
			return ChatResponse.builder().aiMessage(AiMessage.from("answer")).build();
		}

	}

}
