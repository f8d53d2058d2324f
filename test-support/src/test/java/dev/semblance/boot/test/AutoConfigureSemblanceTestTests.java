package dev.semblance.boot.test;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureSemblanceTest} on an application whose models and
 * database are not there.
 */
@SpringBootTest(properties = { "semblance.dense.model=no/such-model", "semblance.sparse.model=no/such-model",
		"semblance.reranker.model=no/such-model", "semblance.store.type=pgvector",
		"semblance.store.pgvector.url=jdbc:postgresql://nowhere.invalid/none" })
@AutoConfigureSemblanceTest
class AutoConfigureSemblanceTestTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Ingestor ingestor;

	@Autowired
	private Retriever retriever;

	@Test
	void encodersStoreAndRerankerTakeThePlacesOfThoseThatAreConfigured() {
		assertThat(this.context.getBean(DenseEncoder.class)).isInstanceOf(HashEncoder.class);
		assertThat(this.context.getBean(SparseEncoder.class)).isInstanceOf(HashSparseEncoder.class);
		assertThat(this.context.getBean(Reranker.class)).isInstanceOf(WordOverlapReranker.class);
		assertThat(this.context.getBean(DocumentStore.class)).isInstanceOf(LuceneStore.class);
		assertThat(this.context.getBeanProvider(RerankingRetriever.class).getIfUnique()).isNotNull();
	}

	@Test
	void whatIsIngestedIsFoundByItsWords() {
		this.ingestor.ingest(List.of(new Document("log", "The garbage collector writes a log."),
				new Document("wood", "Wood is in a forest."))
			.iterator(), (progress) -> {
			});
		assertThat(this.retriever.retrieve("garbage collector", 1)).singleElement()
			.satisfies((candidate) -> assertThat(candidate.document().id()).isEqualTo("log"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
