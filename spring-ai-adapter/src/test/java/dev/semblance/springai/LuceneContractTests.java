package dev.semblance.springai;

import java.util.function.Consumer;

import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;

/**
 * The tests of vector stores on Lucene, each in a store of its own.
 */
class LuceneContractTests extends VectorStoreContractTests {

	@Override
	void withStore(EmbeddingSpace space, Consumer<DocumentStore> test) {
		try (LuceneStore store = LuceneStore.builder().space(space).open()) {
			test.accept(store);
		}
	}

}
