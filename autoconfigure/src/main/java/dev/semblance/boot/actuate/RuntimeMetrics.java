package dev.semblance.boot.actuate;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.InferenceRuntime;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Metrics of the devices of an {@link InferenceRuntime} that an encoder has used so far,
 * read from its statistics when somebody asks for them. Runtimes that are beans have them
 * already.
 */
public final class RuntimeMetrics implements MeterBinder {

	private static final String PREFIX = "semblance.runtime.";

	private static final String CALLS = "calls";

	private static final String TOKENS = "tokens";

	private static final String BATCHES = "batches";

	private final InferenceRuntime runtime;

	/**
	 * Creates metrics of a runtime.
	 * @param runtime the runtime
	 */
	public RuntimeMetrics(InferenceRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Registers the metrics of the devices in use; those that have them already keep
	 * them.
	 * @param registry where to register them
	 */
	@Override
	public void bindTo(MeterRegistry registry) {
		this.runtime.statistics().keySet().forEach((device) -> bind(registry, device));
	}

	private void bind(MeterRegistry registry, Device device) {
		Meters meters = new Meters(registry, this.runtime, device);
		meters.gauge("calls.waiting", CALLS, "Calls none of whose texts has run yet.", DeviceStatistics::waitingCalls);
		meters.gauge("calls.running", CALLS, "Calls some of whose texts run or have run.",
				DeviceStatistics::runningCalls);
		meters.gauge("calls.limit", CALLS, "Calls that may wait or run at a time.", DeviceStatistics::maxCalls);
		meters.gauge("tokens.waiting", TOKENS, "Tokens that wait.", DeviceStatistics::waitingTokens);
		meters.gauge("tokens.running", TOKENS, "Tokens of the batches in work, padding included.",
				DeviceStatistics::runningTokens);
		meters.gauge("tokens.reserved", TOKENS, "Tokens set aside for calls that were let in.",
				DeviceStatistics::reservedTokens);
		meters.gauge("tokens.limit", TOKENS, "Tokens that may be set aside at a time.", DeviceStatistics::maxTokens);
		meters.gauge("batches.running", BATCHES, "Batches in work.", DeviceStatistics::runningBatches);
		meters.gauge("lanes", "lanes", "Batches that run at a time.", DeviceStatistics::lanes);
		meters.count("calls.accepted", CALLS, "Calls that were let in.", DeviceStatistics::calls);
		meters.count("calls.refused", CALLS, "Calls that were refused because too much was waiting.",
				DeviceStatistics::refusedCalls);
		meters.count("calls.late", CALLS, "Calls that did not finish by their deadline.", DeviceStatistics::lateCalls);
		meters.count(BATCHES, BATCHES, "Batches that were taken on.", DeviceStatistics::batches);
		meters.count("memory.splits", "splits", "Batches that were halved for lack of memory.",
				DeviceStatistics::memorySplits);
	}

	private record Meters(MeterRegistry registry, InferenceRuntime runtime, Device device) {

		void gauge(String name, String unit, String description, ToDoubleFunction<DeviceStatistics> value) {
			Gauge.builder(PREFIX + name, this.runtime, (runtime) -> value.applyAsDouble(statistics(runtime)))
				.tag("device", this.device.toString())
				.baseUnit(unit)
				.description(description)
				.register(this.registry);
		}

		void count(String name, String unit, String description, ToDoubleFunction<DeviceStatistics> value) {
			FunctionCounter.builder(PREFIX + name, this.runtime, (runtime) -> value.applyAsDouble(statistics(runtime)))
				.tag("device", this.device.toString())
				.baseUnit(unit)
				.description(description)
				.register(this.registry);
		}

		/** A device that was used once stays. */
		private DeviceStatistics statistics(InferenceRuntime runtime) {
			return Objects.requireNonNull(runtime.statistics().get(this.device));
		}

	}

}
