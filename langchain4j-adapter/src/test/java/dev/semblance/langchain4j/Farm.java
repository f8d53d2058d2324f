package dev.semblance.langchain4j;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.store.lucene.LuceneStore;

/**
 * A store of animals with a dense and a lexical leg, and what searches it.
 */
final class Farm implements AutoCloseable {

	static final Document FOX = new Document("fox", "fox hunts", Map.of("legs", 4, "wild", true));

	static final Document HEN = new Document("hen", "hen lays eggs", Map.of("legs", 2, "wild", false));

	static final Document COW = new Document("cow", "cow gives milk", Map.of("legs", 4, "wild", false));

	private final LuceneStore store = LuceneStore.builder().space(EmbeddingSpace.of(LetterCountEncoder.MODEL)).open();

	private final LegEncoders encoders = LegEncoders.of(new LetterCountEncoder());

	Farm() {
		add(FOX, HEN, COW);
	}

	void add(Document... documents) {
		new Ingestor(this.encoders, this.store).ingest(List.of(documents).iterator(), (report) -> {
		});
	}

	Retriever retriever(Leg... legs) {
		return new Retriever(this.store, this.encoders, RetrieverSettings.of(Set.of(legs)));
	}

	RerankingRetriever reranking(Reranker reranker, RerankSettings settings) {
		return new RerankingRetriever(retriever(Leg.DENSE, Leg.LEXICAL), reranker, settings);
	}

	@Override
	public void close() {
		this.store.close();
	}

}
