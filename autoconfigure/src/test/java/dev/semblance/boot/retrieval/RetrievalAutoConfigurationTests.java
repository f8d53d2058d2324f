package dev.semblance.boot.retrieval;

import java.util.Set;
import java.util.function.Consumer;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetrievalAutoConfiguration}.
 */
class RetrievalAutoConfigurationTests {

	private final ApplicationContextRunner withoutBeans = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class));

	private final ApplicationContextRunner withEncoderAndStore = this.withoutBeans.withBean(StubEncoder.class)
		.withBean(StubStore.class);

	@Test
	void encoderAndStoreGiveRetrieverAndIngestor() {
		this.withEncoderAndStore
			.run((context) -> assertThat(context).hasSingleBean(Retriever.class).hasSingleBean(Ingestor.class));
	}

	@Test
	void withoutAStoreThereIsNeither() {
		this.withoutBeans.withBean(StubEncoder.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Retriever.class)
				.doesNotHaveBean(Ingestor.class));
	}

	@Test
	void withoutAnEncoderThereIsNeither() {
		this.withoutBeans.withBean(StubStore.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Retriever.class)
				.doesNotHaveBean(Ingestor.class));
	}

	@Test
	void withTwoStoresThereIsNeither() {
		this.withEncoderAndStore.withBean("second", DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Retriever.class)
				.doesNotHaveBean(Ingestor.class));
	}

	@Test
	void theApplicationsOwnRetrieverIsUsed() {
		Retriever own = new Retriever(new StubStore(), LegEncoders.NONE, RetrieverSettings.of(Set.of(Leg.LEXICAL)));
		this.withEncoderAndStore.withBean(Retriever.class, () -> own)
			.run((context) -> assertThat(context).getBean(Retriever.class).isSameAs(own));
	}

	@Test
	void theApplicationsOwnIngestorIsUsed() {
		Ingestor own = new Ingestor(LegEncoders.NONE, new StubStore());
		this.withEncoderAndStore.withBean(Ingestor.class, () -> own)
			.run((context) -> assertThat(context).getBean(Ingestor.class).isSameAs(own));
	}

	@Test
	void bothLegsAreAskedAndFusedByRankUnlessSetOtherwise() {
		this.withEncoderAndStore.run(searching((request) -> {
			assertThat(request.legs()).extracting(LegQuery::leg).containsExactly(Leg.DENSE, Leg.LEXICAL);
			assertThat(request.legs()).extracting(LegQuery::weight).containsOnly(1.0);
			assertThat(request.fusion()).isEqualTo(new Fusion.ReciprocalRank(60));
			assertThat(request.window()).isEqualTo(100);
		}));
	}

	@Test
	void propertiesReachTheRetriever() {
		this.withEncoderAndStore
			.withPropertyValues("semblance.retrieval.legs=lexical,dense", "semblance.retrieval.weights.dense=0.25",
					"semblance.retrieval.fusion=convex", "semblance.retrieval.window=20")
			.run(searching((request) -> {
				assertThat(request.legs()).extracting(LegQuery::weight).containsExactly(0.25, 1.0);
				assertThat(request.fusion()).isEqualTo(new Fusion.Convex());
				assertThat(request.window()).isEqualTo(20);
			}));
	}

	@Test
	void aSingleLegCanBeAsked() {
		this.withEncoderAndStore.withPropertyValues("semblance.retrieval.legs=lexical")
			.run(searching(
					(request) -> assertThat(request.legs()).extracting(LegQuery::leg).containsExactly(Leg.LEXICAL)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.retrieval.fusion          | best  | best  | Use rrf, dbsf or convex
			semblance.retrieval.window          | 0     | 0     | Use 1 to 10000
			semblance.retrieval.window          | 10001 | 10001 | Use 1 to 10000
			semblance.retrieval.legs            | ''    | []    | Name at least one of dense, sparse and lexical
			semblance.retrieval.weights.lexical | -1    | -1.0  | Use a finite number of 0 or more
			semblance.retrieval.weights.dense   | NaN   | NaN   | Use a finite number of 0 or more
			""")
	void aBadValueIsRefusedWithPropertyValueAndChoices(String property, String value, String shown, String choices) {
		this.withEncoderAndStore.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, shown))
				.hasMessageContaining(choices);
		});
	}

	@Test
	void aWeightForALegThatIsNotAskedIsRefused() {
		this.withEncoderAndStore
			.withPropertyValues("semblance.retrieval.legs=dense", "semblance.retrieval.weights.lexical=2")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("Property semblance.retrieval.weights.lexical with value '2.0' is invalid: The lexical leg "
						+ "is not asked. Add it to semblance.retrieval.legs or leave out its weight."));
	}

	private static ContextConsumer<AssertableApplicationContext> searching(Consumer<SearchRequest> check) {
		return (context) -> {
			context.getBean(Retriever.class).retrieve("fox", 10);
			assertThat(context.getBean(StubStore.class).searches).singleElement().satisfies(check);
		};
	}

}
