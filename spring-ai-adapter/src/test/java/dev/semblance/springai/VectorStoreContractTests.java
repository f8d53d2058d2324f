package dev.semblance.springai;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Spring AI's own tests of vector stores, and what they leave out: every kind of filter,
 * thresholds and scores.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VectorStoreContractTests extends BaseVectorStoreTests {

	private final DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
		.device(new Device.Cpu())
		.build();

	@AfterAll
	void closeEncoder() {
		this.encoder.close();
	}

	abstract void withStore(EmbeddingSpace space, Consumer<DocumentStore> test);

	@Override
	protected void executeTest(Consumer<VectorStore> test) {
		withStore(EmbeddingSpace.of(this.encoder.model()), (store) -> test
			.accept(SemblanceVectorStore.builder(store, new SemblanceEmbeddingModel(this.encoder)).build()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			country == 'BG'                            ; bg1 bg2
			country != 'BG'                            ; nl nowhere
			year > 2020                                ; bg2
			year >= 2020                               ; bg1 bg2
			year < 2020.5                              ; bg1
			year <= 2023                               ; bg1 bg2
			year == 2020L                              ; bg1
			open == true                               ; bg1
			country IN ['NL', 'BG']                    ; bg1 bg2 nl
			country NOT IN ['NL']                      ; bg1 bg2 nowhere
			country NIN ['NL', 'BG']                   ; nowhere
			year IS NULL                               ; nl nowhere
			year IS NOT NULL                           ; bg1 bg2
			NOT (year > 2020)                          ; bg1 nl nowhere
			NOT (year IS NULL)                         ; bg1 bg2
			country == 'NL' || year == 2023            ; bg2 nl
			country == 'BG' && (year == 2023 OR open == true) AND NOT year < 2023 ; bg2
			'a "quoted" key' == "it's"                 ; nowhere
			country == 2020                            ; ``
			""")
	void everyExpressionIsAnsweredByTheStore(String expression, String expected) {
		executeTest((store) -> {
			store.add(List.of(new Document("bg1", "Sofia", Map.of("country", "BG", "year", 2020, "open", true)),
					new Document("bg2", "Varna", Map.of("country", "BG", "year", 2023, "open", false)),
					new Document("nl", "Delft", Map.of("country", "NL")),
					new Document("nowhere", "Utopia", Map.of("a \"quoted\" key", "it's"))));
			List<Document> found = store.similaritySearch(
					SearchRequest.builder().query("a town").topK(10).filterExpression(expression).build());
			assertThat(found).extracting(Document::getId)
				.containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" ", -1));
		});
	}

	@Test
	void aSingleValueStandsForAListOfOne() {
		executeTest((store) -> {
			store.add(List.of(createDocument("BG", 2020), createDocument("NL", 2021)));
			store.delete(new Filter.Expression(Filter.ExpressionType.NIN, new Filter.Key("country"),
					new Filter.Value("NL")));
			assertThat(store.similaritySearch("The World")).singleElement()
				.satisfies((document) -> assertThat(document.getMetadata()).containsEntry("country", "NL"));
		});
	}

	@Test
	void scoresAreCosinesAndTheThresholdCutsThem() {
		executeTest((store) -> {
			store.add(List.of(new Document("weather", "It's so sunny outside!", Map.of()),
					new Document("stadium", "He drove to the stadium.", Map.of())));
			SearchRequest.Builder request = SearchRequest.builder().query("The weather is lovely today.").topK(10);
			List<Document> all = store.similaritySearch(request.build());
			assertThat(all).extracting(Document::getId).containsExactly("weather", "stadium");
			assertThat(all.get(0).getScore()).isCloseTo(0.6660, within(5e-5));
			assertThat(all.get(1).getScore()).isCloseTo(0.1046, within(5e-5));
			assertThat((Double) all.get(0).getMetadata().get(DocumentMetadata.DISTANCE.value())).isCloseTo(0.3340,
					within(5e-5));
			assertThat(store.similaritySearch(request.similarityThreshold(0.5).build())).extracting(Document::getId)
				.containsExactly("weather");
			assertThat(store.similaritySearch(request.topK(0).build())).isEmpty();
		});
	}

	@Test
	void addingAgainReplaces() {
		executeTest((store) -> {
			store.add(List.of(new Document("a", "old", Map.of("year", 1))));
			store.add(List.of(new Document("a", "new", Map.of("year", 2))));
			assertThat(store.similaritySearch("new")).extracting(Document::getText).containsExactly("new");
		});
	}

	@Test
	void hostileTextsIdsAndMetadataComeBackAsTheyWere() {
		String injection = "'; DROP TABLE documents; -- \" \\ %s {0} $1";
		List<Document> hostile = List.of(new Document(injection, injection, Map.of(injection, injection)),
				new Document("empty", "", Map.of("key", "")),
				new Document("\uD83E\uDD8A \u0645\u0631\u062D\u0628\u0627",
						"\uD83E\uDD8A\n\t\u0645\u0631\u062D\u0628\u0627 \u202E", Map.of("\u00E4", true)));
		executeTest((store) -> {
			store.add(hostile);
			List<Document> found = store.similaritySearch(SearchRequest.builder().query(injection).topK(10).build());
			assertThat(found).hasSameSizeAs(hostile);
			for (Document document : hostile) {
				assertThat(found).anySatisfy((same) -> {
					assertThat(same.getId()).isEqualTo(document.getId());
					assertThat(same.getText()).isEqualTo(document.getText());
					assertThat(same.getMetadata()).containsAllEntriesOf(document.getMetadata());
				});
			}
			store.delete(new Filter.Expression(Filter.ExpressionType.EQ, new Filter.Key(injection),
					new Filter.Value(injection)));
			store.delete(List.of("' OR '1' = '1"));
			assertThat(store.similaritySearch("")).extracting(Document::getId).hasSize(2).doesNotContain(injection);
		});
	}

}
