package dev.semblance.boot.actuate;

import java.util.Collections;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceMetricsAutoConfiguration}.
 */
class SemblanceMetricsAutoConfigurationTests {

	private final AutoConfigurations metrics = AutoConfigurations.of(SemblanceMetricsAutoConfiguration.class);

	private final ApplicationContextRunner withoutRegistry = Runners.dense().withConfiguration(this.metrics);

	private final ApplicationContextRunner runner = this.withoutRegistry.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void whatAnEncoderDoesIsCounted() {
		this.runner.run((context) -> {
			context.getBean(DenseEncoder.class).encodeDocuments(List.of("one", "two words"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("semblance.encoder.texts")
				.tag("encoder", "denseEncoder")
				.tag("model", TinyModel.DENSE.toString())
				.tag("kind", "dense")
				.functionCounter()
				.count()).isEqualTo(2);
			assertThat(registry.get("semblance.encoder.tokens").functionCounter().count()).isGreaterThan(4);
			assertThat(registry.get("semblance.encoder.tokenizing").functionTimer().totalTime(TimeUnit.NANOSECONDS))
				.isPositive();
			assertThat(registry.get("semblance.encoder.running").functionTimer().count()).isPositive();
		});
	}

	@Test
	void countersGoOnAfterAGarbageCollection() {
		this.runner.run((context) -> {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			FunctionCounter counter = context.getBean(MeterRegistry.class)
				.get("semblance.encoder.texts")
				.functionCounter();
			encoder.encodeQuery("one");
			assertThat(counter.count()).isEqualTo(1);
			WeakReference<Object> collected = new WeakReference<>(new Object());
			while (collected.get() != null) {
				System.gc();
			}
			encoder.encodeQuery("two");
			assertThat(counter.count()).isEqualTo(2);
		});
	}

	@Test
	void everyCallIsTimedOnce() {
		this.runner.run((context) -> {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			encoder.encodeQuery("one");
			encoder.encodeDocuments(List.of("one", "two"));
			encoder.encode(List.of("three"), TextRole.DOCUMENT);
			assertThat(encoder.countTokens(List.of("uncounted"), TextRole.QUERY)).hasSize(1);
			assertThat(context.getBean(MeterRegistry.class)
				.get("semblance.encoder.calls")
				.tag("kind", "dense")
				.tag("outcome", "success")
				.timer()
				.count()).isEqualTo(3);
		});
	}

	@Test
	void aCallThatFailsHasItsOwnExceptionAndOutcome() {
		this.runner.withPropertyValues("semblance.runtime.timeout=1ns").run((context) -> {
			assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> context.getBean(DenseEncoder.class).encodeQuery("late"));
			assertThat(context.getBean(MeterRegistry.class)
				.get("semblance.encoder.calls")
				.tag("outcome", "late")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void theQueueOfADeviceIsMeasured() {
		this.runner.withPropertyValues("semblance.runtime.max-calls=3").run((context) -> {
			context.getBean(DenseEncoder.class).encodeQuery("one");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("semblance.runtime.calls.limit").tag("device", "cpu").gauge().value()).isEqualTo(3);
			assertThat(registry.get("semblance.runtime.calls.waiting").gauge().value()).isZero();
			assertThat(registry.get("semblance.runtime.calls.accepted").functionCounter().count()).isPositive();
			assertThat(registry.get("semblance.runtime.calls.refused").functionCounter().count()).isZero();
		});
	}

	@Test
	void refusalsAreCounted() {
		this.runner.withBean(InferenceRuntime.class, () -> InferenceRuntime.builder().maxCalls(1).build())
			.run((context) -> {
				DenseEncoder encoder = context.getBean(DenseEncoder.class);
				InferenceRuntime runtime = context.getBean(InferenceRuntime.class);
				Thread ingest = new Thread(() -> encoder.encodeDocuments(Collections.nCopies(20_000, "a word")));
				ingest.start();
				try {
					while (runtime.statistics().values().stream().allMatch((device) -> device.runningCalls() == 0)) {
						Thread.onSpinWait();
					}
					assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> encoder.encodeQuery("more"));
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					assertThat(registry.get("semblance.runtime.calls.refused").functionCounter().count()).isEqualTo(1);
					assertThat(registry.get("semblance.encoder.calls").tag("outcome", "refused").timer().count())
						.isEqualTo(1);
				}
				finally {
					ingest.interrupt();
					ingest.join();
				}
			});
	}

	@Test
	void whatIngestorAndRetrieverAskOfTheStoreIsTimed() {
		this.runner.run((context) -> {
			context.getBean(Ingestor.class).ingest(List.of(new Document("a", "text")).iterator(), (report) -> {
			});
			context.getBean(Retriever.class).retrieve("text", 1);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("semblance.store.calls")
				.tag("store", "lucene")
				.tag("operation", "search")
				.tag("outcome", "success")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("semblance.store.calls").tag("operation", "upsert").timer().count()).isEqualTo(1);
		});
	}

	@Test
	void aRerankerIsTimedAndItsModelCounted() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.CROSS).run((context) -> {
			context.getBean(Ingestor.class).ingest(List.of(new Document("a", "text")).iterator(), (report) -> {
			});
			context.getBean(RerankingRetriever.class).retrieve("text", 1);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("semblance.reranker.calls").timer().count()).isEqualTo(1);
			assertThat(registry.get("semblance.encoder.texts").tag("kind", "cross").functionCounter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void theDenseEncoderThatReranksIsCountedOnce() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.DENSE)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).get("semblance.encoder.texts").meters())
				.hasSize(1));
	}

	@Test
	void encodersOfTheSameModelAreToldApart() {
		this.runner.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).get("semblance.encoder.texts").meters())
				.extracting((meter) -> meter.getId().getTag("encoder"))
				.containsExactlyInAnyOrder("denseEncoder", "titlesDenseEncoder"));
	}

	@Test
	void anEncoderThatIsDeclaredByItsClassCanBeAskedForByIt() {
		Runners.empty()
			.withConfiguration(this.metrics)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(StubEncoder.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(StubEncoder.class);
				assertThat(context.getBean(MeterRegistry.class).get("semblance.encoder.texts").meters()).hasSize(1);
			});
	}

	@Test
	void anEncoderThatIsLoadedLateHasMetricsToo() {
		this.runner.withInitializer((context) -> context.addBeanFactoryPostProcessor((beans) -> {
			for (String name : beans.getBeanNamesForType(DenseEncoder.class, true, false)) {
				beans.getBeanDefinition(name).setLazyInit(true);
			}
		})).withPropertyValues("semblance.store.type=none").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("semblance.encoder.texts").meters()).isEmpty();
			context.getBean(DenseEncoder.class).encodeQuery("one");
			assertThat(registry.get("semblance.encoder.texts").functionCounter().count()).isEqualTo(1);
			assertThat(registry.get("semblance.runtime.calls.accepted").functionCounter().count()).isPositive();
		});
	}

	@Test
	void theRegistryOfSpringBootIsUsedWithItsTags() {
		this.withoutRegistry
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withPropertyValues("management.metrics.tags.application=library")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("semblance.encoder.texts")
				.tag("application", "library")
				.functionCounter()).isNotNull());
	}

	@Test
	void everyMeterHasADescription() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.CROSS)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters())
				// The buckets of a timer are meters of their own here.
				.filteredOn((meter) -> !meter.getId().getName().endsWith(".histogram"))
				.isNotEmpty()
				.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).endsWith(".")));
	}

	@Test
	void withoutARegistryNothingIsMeasured() {
		this.withoutRegistry
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MetricsPostProcessor.class));
	}

	@Test
	void withoutMicrometerTheApplicationStarts() {
		this.withoutRegistry.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DenseEncoder.class));
	}

	@Test
	void anApplicationsOwnEncoderMayBeBound() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		try (SparseEncoder encoder = SparseEncoder.builder(TinyModel.SPARSE.toString()).build()) {
			new EncoderMetrics("mine", encoder).bindTo(registry);
			encoder.encodeQuery("one");
			assertThat(registry.get("semblance.encoder.texts").tag("encoder", "mine").functionCounter().count())
				.isEqualTo(1);
		}
	}

}
