package dev.semblance.boot.actuate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemblanceHealthContributorAutoConfiguration}.
 */
class SemblanceHealthContributorAutoConfigurationTests {

	private final AutoConfigurations health = AutoConfigurations.of(SemblanceHealthContributorAutoConfiguration.class);

	private final ApplicationContextRunner withModel = Runners.dense().withConfiguration(this.health);

	@Test
	void aLoadedEncoderAndAnOpenStoreAreUp() {
		this.withModel.run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(part(health, "encoders", "denseEncoder")).containsEntry("status", "UP")
				.containsEntry("kind", "dense")
				.containsEntry("model", TinyModel.DENSE.toString())
				.containsEntry("precision", "fp32")
				.containsEntry("device", "cpu")
				.containsEntry("deviceReason", "auto, fallen back to the CPU since no GPU can be used")
				.containsKey("sha256");
			assertThat(part(health, "stores", "documentStore")).containsEntry("status", "UP")
				.containsEntry("type", "lucene");
			assertThat(part(health, "devices", "cpu")).containsEntry("calls", 0)
				.containsEntry("maxCalls", 512)
				.containsEntry("nearLimit", false);
		});
	}

	@Test
	void withoutAModelThereIsNothingToBeDown() {
		Runners.empty()
			.withConfiguration(this.health)
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void aClosedEncoderIsOutOfService() {
		this.withModel.run((context) -> {
			context.getBean(DenseEncoder.class).close();
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(part(health, "encoders", "denseEncoder")).containsEntry("status", "OUT_OF_SERVICE")
				.hasEntrySatisfying("problem", (problem) -> assertThat(problem).asString().endsWith(" is closed."));
		});
	}

	@Test
	void aClosedStoreIsDown() {
		this.withModel.run((context) -> {
			context.getBean(DocumentStore.class).close();
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(part(health, "stores", "documentStore")).containsEntry("problem", "The store is closed.");
		});
	}

	@Test
	void aDatabaseThatIsNotReachedIsDownWithOneSentence() {
		HikariDataSource pool = PgVectorServer.pool(1);
		try (TestSchema schema = new TestSchema()) {
			Runners.empty()
				.withConfiguration(this.health)
				.withBean(DenseEncoder.class, StubEncoder::new)
				.withBean(DocumentStore.class,
						() -> PgVectorStore.builder()
							.dataSource(pool)
							.schema(schema.name())
							.space(EmbeddingSpace.of(StubEncoder.MODEL))
							.open())
				.run((context) -> {
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
					pool.close();
					Health health = health(context);
					assertThat(health.getStatus()).isEqualTo(Status.DOWN);
					assertThat(part(health, "stores", "documentStore")).hasEntrySatisfying("problem",
							(problem) -> assertThat(problem).asString()
								.startsWith("PostgreSQL failed reading documents")
								.doesNotContain("jdbc:")
								.hasLineCount(1));
				});
		}
	}

	@Test
	void aStoreThatGivesNoAnswerIsDownInTime() {
		CountDownLatch over = new CountDownLatch(1);
		try {
			Runners.empty()
				.withConfiguration(this.health)
				.withBean("slow", DocumentStore.class, () -> stored("find", (store) -> await(over)))
				.run((context) -> {
					Health health = health(context);
					assertThat(health.getStatus()).isEqualTo(Status.DOWN);
					assertThat(part(health, "stores", "slow")).containsEntry("problem",
							"The store gave no answer within PT2S.");
				});
		}
		finally {
			over.countDown();
		}
	}

	@Test
	void whatAForeignExceptionSaysIsNotShown() {
		Runners.empty()
			.withConfiguration(this.health)
			.withBean("own", DocumentStore.class, () -> stored("find", (store) -> {
				throw new UnsupportedOperationException("password=geheim");
			}))
			.run((context) -> assertThat(part(health(context), "stores", "own")).containsEntry("problem",
					"It failed with UnsupportedOperationException; see the log."));
	}

	@Test
	void aStoreOfVectorsThatNoEncoderMakesIsDown() {
		this.withModel.withPropertyValues("semblance.retrieval.legs=lexical")
			.withBean("other", DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(part(health(context), "stores", "other")).containsEntry("status", "DOWN")
				.hasEntrySatisfying("problem", (problem) -> assertThat(problem).asString()
					.startsWith("The store holds vectors of stub (2 dimensions, cosine), the encoders make")));
	}

	@Test
	void aFullQueueIsUpAndToldInTheDetails() {
		InferenceRuntime runtime = InferenceRuntime.builder().maxCalls(1).build();
		this.withModel.withBean(InferenceRuntime.class, () -> runtime).run((context) -> {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			Thread ingest = new Thread(() -> encoder.encodeDocuments(Collections.nCopies(20_000, "a word")));
			ingest.start();
			try {
				while (runtime.statistics().values().stream().allMatch((device) -> device.runningCalls() == 0)) {
					Thread.onSpinWait();
				}
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(part(health, "devices", "cpu")).containsEntry("nearLimit", true);
			}
			finally {
				ingest.interrupt();
				ingest.join();
			}
		});
	}

	@Test
	void itCanBeSwitchedOff() {
		this.withModel.withPropertyValues("management.health.semblance.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void itIsNotThereWithoutSpringBootsHealth() {
		this.withModel.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("semblanceHealthContributor")
				.hasSingleBean(DenseEncoder.class));
	}

	@Test
	void itIsThereWithoutMicrometer() {
		this.withModel.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void theApplicationsOwnIndicatorReplacesIt() {
		this.withModel.withBean("semblanceHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).hasSingleBean(HealthIndicator.class));
	}

	@Test
	void anEncoderThatIsLazyIsNotLoadedForIt() {
		this.withModel.withInitializer((context) -> context.addBeanFactoryPostProcessor((beans) -> {
			for (String name : beans.getBeanNamesForType(DenseEncoder.class, true, false)) {
				beans.getBeanDefinition(name).setLazyInit(true);
			}
		})).withPropertyValues("semblance.store.type=none").run((context) -> {
			assertThat(health(context).getDetails()).containsEntry("encoders", Map.of());
			assertThat(context.getBean(DenseEncoder.class)).isNotNull();
			assertThat(part(health(context), "encoders", "denseEncoder")).containsEntry("status", "UP");
		});
	}

	private static Health health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(HealthIndicator.class).health());
	}

	private static Map<String, Object> part(Health health, String group, String name) {
		@SuppressWarnings("unchecked")
		Map<String, Map<String, Object>> parts = (Map<String, Map<String, Object>>) Objects
			.requireNonNull(health.getDetails().get(group));
		assertThat(parts).containsKey(name);
		return Objects.requireNonNull(parts.get(name));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** An empty store one of whose methods does something else before. */
	private static DocumentStore stored(String method, Consumer<DocumentStore> before) {
		return (DocumentStore) Proxy.newProxyInstance(DocumentStore.class.getClassLoader(),
				new Class<?>[] { DocumentStore.class }, new Disturbed(method, before));
	}

	private static final class Disturbed implements InvocationHandler {

		private final StubStore store = new StubStore();

		private final String method;

		private final Consumer<DocumentStore> before;

		private Disturbed(String method, Consumer<DocumentStore> before) {
			this.method = method;
			this.before = before;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method called, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			if (called.getName().equals(this.method)) {
				this.before.accept(this.store);
			}
			return called.invoke(this.store, arguments);
		}

	}

}
