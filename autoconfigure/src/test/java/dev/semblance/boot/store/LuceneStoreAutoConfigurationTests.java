package dev.semblance.boot.store;

import java.nio.file.Path;
import java.util.List;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LuceneStoreAutoConfiguration}.
 */
class LuceneStoreAutoConfigurationTests {

	private final ApplicationContextRunner withoutEncoder = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LuceneStoreAutoConfiguration.class));

	private final ApplicationContextRunner withEncoder = this.withoutEncoder.withBean(StubEncoder.class);

	@TempDir
	private Path folder;

	@Test
	void anEncoderGivesAStoreForItsVectors() {
		this.withEncoder.run((context) -> {
			assertThat(context).getBean(DocumentStore.class).isInstanceOf(LuceneStore.class);
			assertThat(context.getBean(DocumentStore.class).space()).isEqualTo(EmbeddingSpace.of(StubEncoder.MODEL));
		});
	}

	@Test
	void withoutAnEncoderThereIsNoStore() {
		this.withoutEncoder.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void withTwoEncodersThereIsNoStore() {
		this.withEncoder.withBean("second", DenseEncoder.class, StubEncoder::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void theApplicationsOwnStoreIsUsed() {
		this.withEncoder.withBean(StubStore.class)
			.run((context) -> assertThat(context).getBean(DocumentStore.class).isInstanceOf(StubStore.class));
	}

	@Test
	void theTypeNoneGivesNoStore() {
		this.withEncoder.withPropertyValues("semblance.store.type=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void withoutLuceneTheApplicationStartsWithoutAStore() {
		this.withEncoder.withClassLoader(new FilteredClassLoader("dev.semblance.store.lucene", "org.apache.lucene"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void aPathKeepsDocumentsForTheNextStart() {
		ApplicationContextRunner onDisk = onDisk();
		onDisk.run((context) -> context.getBean(DocumentStore.class)
			.upsert(List.of(new EmbeddedDocument(new Document("a", "fox"), new float[] { 3, 1 }))));
		onDisk.run((context) -> assertThat(context.getBean(DocumentStore.class).count()).isEqualTo(1));
	}

	@Test
	void withoutAPathNothingIsKept() {
		this.withEncoder.run((context) -> context.getBean(DocumentStore.class)
			.upsert(List.of(new EmbeddedDocument(new Document("a", "fox"), new float[] { 3, 1 }))));
		this.withEncoder.run((context) -> assertThat(context.getBean(DocumentStore.class).count()).isZero());
	}

	@Test
	void theLanguageReachesTheStore() {
		onDisk().withPropertyValues("semblance.store.language=german")
			.run((context) -> assertThat(context).hasNotFailed());
		onDisk().withPropertyValues("semblance.store.language=french")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreException.class)
				.hasMessageContaining("german"));
	}

	@Test
	void closingTheContextClosesTheStore() {
		this.withEncoder.run((context) -> {
			DocumentStore store = context.getBean(DocumentStore.class);
			context.close();
			assertThatIllegalStateException().isThrownBy(store::count);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.store.language | klingon | Use one of arabic
			semblance.store.path     | ''      | Name a directory
			""")
	void aBadValueIsRefusedWithPropertyValueAndChoices(String property, String value, String choices) {
		this.withEncoder.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value))
				.hasMessageContaining(choices);
		});
	}

	@Test
	void anUnknownTypeIsRefused() {
		this.withEncoder.withPropertyValues("semblance.store.type=redis")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("redis"));
	}

	private ApplicationContextRunner onDisk() {
		return this.withEncoder.withPropertyValues("semblance.store.path=" + this.folder.resolve("store"));
	}

}
