package dev.semblance.langchain4j;

import java.util.List;
import java.util.Set;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real model, from LangChain4j's ingestor to hybrid search.
 */
class IngestAndAnswerTests {

	@Test
	void whatTheFrameworkIngestsIsFoundByMeaningAndByWords() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.build(); LuceneStore store = LuceneStore.builder().space(EmbeddingSpace.of(encoder.model())).open()) {
			EmbeddingStoreIngestor.builder()
				.documentSplitter(SemblanceDocumentSplitter.of(encoder, 16, 0))
				.embeddingModel(new SemblanceEmbeddingModel(encoder))
				.embeddingInputType(EmbeddingInputType.DOCUMENT)
				.embeddingStore(new SemblanceEmbeddingStore(store))
				.build()
				.ingest(List.of(
						Document.from("The collector writes to gc.log. Flag XQ77 changes the name of that file.",
								Metadata.from("owner", "ann")),
						Document.from("Bread is baked from flour, water and salt.", Metadata.from("owner", "bob"))));
			assertThat(store.count()).isEqualTo(3);
			SemblanceContentRetriever.Builder builder = SemblanceContentRetriever
				.builder(new Retriever(store, LegEncoders.of(encoder),
						RetrieverSettings.of(Set.of(Leg.DENSE, Leg.LEXICAL))))
				.maxResults(1);
			assertThat(text(builder, "How do I make a loaf?")).startsWith("Bread");
			assertThat(text(builder, "XQ77")).startsWith("Flag");
			builder.filter(MetadataFilterBuilder.metadataKey("owner").isEqualTo("ann"));
			assertThat(text(builder, "Where does garbage collection log?")).startsWith("The collector");
		}
	}

	private static String text(SemblanceContentRetriever.Builder builder, String query) {
		List<Content> contents = builder.build().retrieve(Query.from(query));
		assertThat(contents).singleElement()
			.satisfies((content) -> assertThat(content.metadata()).containsKey(ContentMetadata.EMBEDDING_ID));
		return contents.get(0).textSegment().text();
	}

}
