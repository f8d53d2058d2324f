package dev.semblance.boot.encoders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import dev.semblance.boot.MiniLm;
import dev.semblance.boot.SemblanceProperties;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.OverloadedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InferenceRuntimeAutoConfiguration}.
 */
class InferenceRuntimeAutoConfigurationTests {

	private final ApplicationContextRunner withoutModel = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class,
				ModelHubAutoConfiguration.class, DenseEncoderAutoConfiguration.class));

	private final ApplicationContextRunner withModel = this.withoutModel
		.withPropertyValues("semblance.dense.model=" + MiniLm.NAME, "semblance.runtime.device=cpu");

	@Test
	void thereIsARuntimeForTheApplicationsEncoders() {
		this.withoutModel.run((context) -> assertThat(context).hasSingleBean(InferenceRuntime.class));
	}

	@Test
	void theApplicationsOwnRuntimeIsUsed() {
		InferenceRuntime own = InferenceRuntime.builder().build();
		this.withoutModel.withBean(InferenceRuntime.class, () -> own)
			.run((context) -> assertThat(context).getBean(InferenceRuntime.class).isSameAs(own));
	}

	@Test
	void theNumberOfLanesIsThatOfTheThreads() {
		this.withModel.withPropertyValues("semblance.runtime.lanes=3")
			.run((context) -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.contains("semblance-cpu-3"));
	}

	@Test
	void aCallMoreThanAllowedIsRefused() {
		this.withModel.withPropertyValues("semblance.runtime.max-calls=1")
			.run((context) -> assertRefusesMoreThan(1, context.getBean(DenseEncoder.class),
					"takes no more than 1 calls at a time"));
	}

	@Test
	void tokensMoreThanAllowedAreRefused() {
		this.withModel.withPropertyValues("semblance.runtime.max-tokens=100")
			.run((context) -> assertRefusesMoreThan(4, context.getBean(DenseEncoder.class), "has no room for"));
	}

	@Test
	void closingEndsTheCallsInFlightWhenItsTimeoutIsOver() {
		this.withModel.withPropertyValues("semblance.runtime.close-timeout=0s").run((context) -> {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			LongCall call = LongCall.start(encoder);
			context.close();
			assertThat(call.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("was closed");
		});
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void threadsSpinOrDoNot(boolean spinning) {
		this.withModel.withPropertyValues("semblance.runtime.spinning=" + spinning)
			.run((context) -> MiniLm
				.assertSimilarities(context.getBean(DenseEncoder.class).encodeDocuments(MiniLm.SENTENCES)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.runtime.lanes           | 0     | 0     | Set it to a number from 1 to 1024
			semblance.runtime.lanes           | 1025  | 1025  | Set it to a number from 1 to 1024
			semblance.runtime.latency-threads | 0     | 0     | Set it to a number from 1 to 1024
			semblance.runtime.latency-threads | 3     | 3     | Set no more latency threads than lanes
			semblance.runtime.max-calls       | 0     | 0     | Set it to a number from 1 to
			semblance.runtime.max-tokens      | 0     | 0     | Allow 1 or more
			semblance.runtime.close-timeout   | -1s   | PT-1S | Allow zero or more
			semblance.runtime.onnx-runtime    | ''    | ''    | Name a directory or a jar
			semblance.runtime.gpu.memory-limit | 0B   | 0B    | Allow 1 or more
			""")
	void aBadValueIsRefusedWithPropertyValueAndChoices(String property, String value, String shown, String choices) {
		this.withoutModel.withPropertyValues("semblance.runtime.lanes=2", property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, shown))
				.hasMessageContaining(choices);
		});
	}

	@Test
	void aBuildOfOnnxRuntimeThatIsNoneKeepsTheApplicationFromStarting() {
		this.withModel.withPropertyValues("semblance.runtime.onnx-runtime=" + MiniLm.class.getName()).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(DeviceUnavailableException.class)
				.hasMessageContaining("was named as ONNX Runtime");
		});
	}

	@Test
	void settingsOfAGpuAreBoundByTheirNames() {
		this.withoutModel
			.withPropertyValues("semblance.runtime.gpu.memory-limit=4GB",
					"semblance.runtime.gpu.memory-growth=doubling", "semblance.runtime.gpu.tensor-float32=false",
					"semblance.runtime.gpu.attention=flash,efficient", "semblance.runtime.gpu.unpadded=true")
			.run((context) -> assertThat(context.getBean(SemblanceProperties.class).runtime().gpu()).isEqualTo(
					new SemblanceProperties.Gpu(DataSize.ofGigabytes(4), GpuSettings.MemoryGrowth.DOUBLING, false,
							Set.of(GpuSettings.AttentionKernel.FLASH, GpuSettings.AttentionKernel.EFFICIENT), true)));
	}

	/** Large calls leave room for each other, so that it takes four to fill the queue. */
	private static void assertRefusesMoreThan(int count, DenseEncoder encoder, String problem)
			throws InterruptedException {
		List<LongCall> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(LongCall.start(encoder));
		}
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> encoder.encodeQuery("refused"))
			.withMessageContaining(problem);
		for (LongCall call : calls) {
			call.cancel();
		}
	}

	/** Keeps an encoder busy in another thread, far longer than any test takes. */
	private static final class LongCall {

		private static final List<String> TEXTS = Collections.nCopies(100_000, "keeps the encoder busy");

		private final Thread thread;

		private volatile Throwable failure = new AssertionError("The call did not fail");

		private LongCall(DenseEncoder encoder) {
			this.thread = new Thread(() -> {
				try {
					encoder.encodeDocuments(TEXTS);
				}
				catch (RuntimeException ex) {
					this.failure = ex;
				}
			});
		}

		static LongCall start(DenseEncoder encoder) throws InterruptedException {
			LongCall call = new LongCall(encoder);
			call.thread.start();
			// A caller that sleeps for long has been let in and waits for its texts.
			for (int asleep = 0; asleep < 20 && call.thread.isAlive();) {
				Thread.sleep(1);
				boolean waits = call.thread.getState() == Thread.State.WAITING;
				asleep = (waits && encoder.statistics().batches() > 0) ? asleep + 1 : 0;
			}
			return call;
		}

		Throwable failure() throws InterruptedException {
			this.thread.join();
			return this.failure;
		}

		void cancel() throws InterruptedException {
			this.thread.interrupt();
			this.thread.join();
		}

	}

}
