package dev.semblance.springai;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.springai.rerank.RerankModel;
import dev.semblance.store.lucene.LuceneStore;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.vectorstore.VectorStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of docs/spring-ai.md.
 */
class HowToTests {

	private final ObservationRegistry observationRegistry = ObservationRegistry.create();

	private final StubChatModel chatModel = new StubChatModel("an answer");

	@TempDir
	private Path folder;

	private final List<Document> documents = List.of(
			new Document("weather", "It's so sunny outside!", Map.of("year", 2020)),
			new Document("stadium", "He drove to the stadium.", Map.of("year", 2021)),
			new Document("rain", "Take an umbrella, it is raining.", Map.of("year", 2019)));

	@Test
	void theCodeOfTheHowToAnswersQuestions() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2").build();
				DocumentStore store = LuceneStore.builder()
					.directory(this.folder)
					.space(EmbeddingSpace.of(encoder.model()))
					.open();
				Reranker reranker = new MaxSimReranker(MultiVectorEncoder.over(encoder))) {
			EmbeddingModel embeddingModel = new SemblanceEmbeddingModel(encoder, this.observationRegistry, null);
			VectorStore vectorStore = SemblanceVectorStore.builder(store, embeddingModel)
				.observationRegistry(this.observationRegistry)
				.build();
			vectorStore.add(this.documents);
			Retriever retriever = new Retriever(store, LegEncoders.of(encoder),
					RetrieverSettings.of(Set.of(Leg.DENSE, Leg.LEXICAL)));
			DocumentRetriever documentRetriever = SemblanceDocumentRetriever
				.builder(new RerankingRetriever(retriever, reranker, RerankSettings.DEFAULT.withDepth(30)))
				.topK(5)
				.build();
			ChatClient chat = chat(RetrievalAugmentationAdvisor.builder().documentRetriever(documentRetriever));
			chat.prompt("How is the weather, is it sunny?").call().content();
			assertThat(lastPrompt()).containsSubsequence("It's so sunny outside!", "He drove to the stadium.");
			chat.prompt("How is the weather, is it sunny?")
				.advisors((spec) -> spec.param(SemblanceDocumentRetriever.FILTER_EXPRESSION, "year >= 2021"))
				.call()
				.content();
			assertThat(lastPrompt()).contains("stadium").doesNotContain("outside");

			RerankModel rerankModel = new SemblanceRerankModel(reranker, this.observationRegistry);
			chat(RetrievalAugmentationAdvisor.builder()
				.documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(vectorStore).build())
				.documentPostProcessors(
						RerankingDocumentPostProcessor.builder(rerankModel).topN(1).minScore(0.2).build()))
				.prompt("How is the weather, is it sunny?")
				.call()
				.content();
			assertThat(lastPrompt()).contains("outside").doesNotContain("stadium");
		}
	}

	private ChatClient chat(RetrievalAugmentationAdvisor.Builder advisor) {
		return ChatClient.builder(this.chatModel).defaultAdvisors(advisor.build()).build();
	}

	private String lastPrompt() {
		return this.chatModel.prompts.get(this.chatModel.prompts.size() - 1);
	}

}
