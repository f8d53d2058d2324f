package dev.semblance.starter;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.retrieval.reranking.Reranker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.vectorstore.VectorStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of the starter, Spring AI and a YAML file.
 */
class SpringAiSampleTests {

	private final List<String> prompts = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void theChatModelReadsTheRerankedPassagesInOrder(SampleStore store) {
		store.run(TestApplication.hiding(TestApplication.LANGCHAIN4J, TestApplication.SPRING_AI_PGVECTOR,
				TestApplication.SPRING_AI_TRANSFORMERS, TestApplication.DATA_SOURCES), (context) -> {
					context.getBean(VectorStore.class).add(Passages.TEXTS.stream().map(Document::new).toList());
					ChatClient.builder(new PromptRecorder())
						.defaultAdvisors(context.getBean(RetrievalAugmentationAdvisor.class))
						.build()
						.prompt(Passages.QUESTION)
						.call()
						.content();
					assertThat(this.prompts).singleElement()
						.asString()
						.containsSubsequence(Passages.rankedBy(context.getBean(Reranker.class)));
				});
	}

	/** Remembers its prompts. */
	private final class PromptRecorder implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			SpringAiSampleTests.this.prompts.add(prompt.getContents());
			return new ChatResponse(List.of(new Generation(new AssistantMessage("answer"))));
		}

	}

}
