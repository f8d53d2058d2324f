package dev.semblance.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * LangChain4j's own tests of removing, on Lucene.
 */
class LuceneRemovalContractTests extends EmbeddingStoreWithRemovalIT {

	private static final LuceneStore luceneStore = LuceneStore.builder()
		.space(EmbeddingSpace.of(LetterCountEncoder.MODEL))
		.open();

	private final SemblanceEmbeddingStore store = new SemblanceEmbeddingStore(luceneStore);

	private final EmbeddingModel model = new SemblanceEmbeddingModel(new LetterCountEncoder());

	@BeforeEach
	void empty() {
		this.store.removeAll();
	}

	@AfterAll
	static void close() {
		luceneStore.close();
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
