package dev.semblance.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.AfterAll;

/**
 * LangChain4j's own tests of storing, searching and filtering, on Lucene.
 */
class LuceneFilteringContractTests extends EmbeddingStoreWithFilteringIT {

	private static final LuceneStore luceneStore = LuceneStore.builder()
		.space(EmbeddingSpace.of(LetterCountEncoder.MODEL))
		.open();

	private final SemblanceEmbeddingStore store = new SemblanceEmbeddingStore(luceneStore);

	private final EmbeddingModel model = new SemblanceEmbeddingModel(new LetterCountEncoder());

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

	@Override
	protected void clearStore() {
		this.store.removeAll();
	}

	@Override
	protected boolean assertEmbedding() {
		return false;
	}

}
