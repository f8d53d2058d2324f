package dev.semblance.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import dev.semblance.retrieval.EmbeddingSpace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * LangChain4j's own tests of removing, on PostgreSQL.
 */
class PgVectorRemovalContractTests extends EmbeddingStoreWithRemovalIT {

	private static final PgVectorTestStore testStore = new PgVectorTestStore(
			EmbeddingSpace.of(LetterCountEncoder.MODEL));

	private final SemblanceEmbeddingStore store = new SemblanceEmbeddingStore(testStore.store());

	private final EmbeddingModel model = new SemblanceEmbeddingModel(new LetterCountEncoder());

	@BeforeEach
	void empty() {
		this.store.removeAll();
	}

	@AfterAll
	static void close() {
		testStore.close();
	}

	@Override
	protected EmbeddingStore<TextSegment> embeddingStore() {
		return this.store;
	}

	@Override
	protected EmbeddingModel embeddingModel() {
		return this.model;
	}

}
