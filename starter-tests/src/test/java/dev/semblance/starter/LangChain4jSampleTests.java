package dev.semblance.starter;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.semblance.retrieval.reranking.Reranker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of the starter, LangChain4j and a YAML file.
 */
class LangChain4jSampleTests {

	private final List<String> prompts = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void theChatModelReadsTheRerankedPassagesInOrder(SampleStore store) {
		store.run(TestApplication.hiding(TestApplication.SPRING_AI, TestApplication.LANGCHAIN4J_STARTER,
				TestApplication.DATA_SOURCES), (context) -> {
					ingest(context);
					AiServices.builder(Assistant.class)
						.chatModel(new PromptRecorder())
						.retrievalAugmentor(context.getBean(RetrievalAugmentor.class))
						.build()
						.answer(Passages.QUESTION);
					assertThat(this.prompts)
						.containsExactly(Passages.QUESTION + "\n\nAnswer using the following information:\n"
								+ String.join("\n\n", Passages.rankedBy(context.getBean(Reranker.class))));
				});
	}

	private static void ingest(ConfigurableApplicationContext context) {
		@SuppressWarnings("unchecked")
		EmbeddingStore<TextSegment> embeddingStore = context.getBean(EmbeddingStore.class);
		EmbeddingStoreIngestor.builder()
			.embeddingModel(context.getBean(EmbeddingModel.class))
			.embeddingInputType(EmbeddingInputType.DOCUMENT)
			.embeddingStore(embeddingStore)
			.build()
			.ingest(Passages.TEXTS.stream().map(Document::from).toList());
	}

	/** What LangChain4j implements. */
	interface Assistant {

		String answer(String question);

	}

	/** Remembers its prompts. */
	private final class PromptRecorder implements ChatModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			LangChain4jSampleTests.this.prompts.add(((UserMessage) request.messages().get(0)).singleText());
			return ChatResponse.builder().aiMessage(AiMessage.from("answer")).build();
		}

	}

}
