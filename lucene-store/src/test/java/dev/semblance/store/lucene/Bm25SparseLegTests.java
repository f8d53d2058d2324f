package dev.semblance.store.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.bm25.CorpusStatisticsCollector;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Bm25SparseLegTests {

	private static final String LANGUAGE = "english";

	@Test
	void bm25AsSparseFindsWhatTheLexicalLegFinds() {
		List<Document> documents = documents(400);
		CorpusStatistics statistics = collected(documents);
		try (LuceneStore store = LuceneStore.builder().sparseSpace(Bm25Encoder.space(LANGUAGE)).open();
				Bm25Encoder encoder = new Bm25Encoder(statistics)) {
			new Ingestor(LegEncoders.of(encoder), store).ingest(documents.iterator(), (report) -> {
			});
			for (Document document : documents.subList(0, 40)) {
				List<Candidate> lexical = store.search(Searches.lexical(document.text(), 400));
				List<Candidate> sparse = store.search(Searches.sparse(encoder.encodeQuery(document.text()), 400));
				assertThat(Searches.ids(sparse)).containsExactlyInAnyOrderElementsOf(Searches.ids(lexical));
				for (int i = 0; i < sparse.size(); i++) {
					assertThat(sparse.get(i).score()).isCloseTo(lexical.get(i).score(), Offset.offset(1e-4));
				}
			}
		}
	}

	@Test
	void theStoreSuppliesTheStatisticsOfItsTexts() {
		List<Document> documents = documents(100);
		try (LuceneStore store = LuceneStore.builder().language(LANGUAGE).open()) {
			assertThat(store.corpusStatistics()).isNull();
			for (int start = 0; start < 100; start += 25) {
				store.upsert(documents.subList(start, start + 25)
					.stream()
					.map((document) -> Searches.text(document.id(), document.text()))
					.toList());
			}
			store.upsert(List.of(Searches.text("empty", "the")));
			assertThat(store.corpusStatistics()).usingRecursiveComparison()
				.comparingOnlyFields("language", "documents", "averageLength", "dimensions", "documentFrequencies")
				.isEqualTo(collected(documents));
		}
	}

	private static CorpusStatistics collected(List<Document> documents) {
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector(LANGUAGE)) {
			documents.forEach((document) -> collector.add(document.text()));
			return collector.finish();
		}
	}

	/** Short enough for Lucene to keep their lengths exactly. */
	private static List<Document> documents(int count) {
		Random random = new Random(9);
		List<Document> documents = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			documents.add(new Document("d" + i,
					IntStream.rangeClosed(0, random.nextInt(39))
						.mapToObj((j) -> "word" + (int) Math.pow(500, random.nextDouble()))
						.collect(Collectors.joining(" "))));
		}
		return documents;
	}

}
