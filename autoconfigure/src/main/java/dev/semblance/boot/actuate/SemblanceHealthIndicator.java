package dev.semblance.boot.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of encoders and stores. Down if a store gives no answer or holds vectors that no
 * encoder makes, out of service if an encoder has been closed. A full queue is no
 * sickness: to take an instance out for it would only fill the queues of the others.
 */
final class SemblanceHealthIndicator extends AbstractHealthIndicator {

	private static final Logger logger = LoggerFactory.getLogger(SemblanceHealthIndicator.class);

	private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

	private static final double NEAR = 0.9;

	private static final String STATUS = "status";

	private static final String PROBLEM = "problem";

	private final SemblanceBeans beans;

	private final Map<DocumentStore, StorePing> pings = new ConcurrentHashMap<>();

	SemblanceHealthIndicator(SemblanceBeans beans) {
		super("The health of encoders and stores cannot be told");
		this.beans = beans;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<LoadedEncoder> encoders = this.beans.encoders();
		Map<String, Map<String, Object>> encoderDetails = new LinkedHashMap<>();
		encoders.forEach((encoder) -> encoderDetails.put(encoder.description().encoder(), details(encoder)));
		Map<String, Map<String, Object>> storeDetails = new LinkedHashMap<>();
		this.beans.stores().forEach((name, store) -> storeDetails.put(name, details(store, encoders)));
		Map<String, Map<String, Object>> devices = new LinkedHashMap<>();
		this.beans.devices().forEach((device, statistics) -> devices.put(device.toString(), details(statistics)));
		builder
			.status(has(Status.DOWN, storeDetails) || has(Status.DOWN, encoderDetails) ? Status.DOWN
					: has(Status.OUT_OF_SERVICE, encoderDetails) ? Status.OUT_OF_SERVICE : Status.UP)
			.withDetail("encoders", encoderDetails)
			.withDetail("devices", devices)
			.withDetail("stores", storeDetails);
	}

	private static boolean has(Status status, Map<String, Map<String, Object>> details) {
		return details.values().stream().anyMatch((detail) -> status.getCode().equals(detail.get(STATUS)));
	}

	private static Map<String, Object> details(LoadedEncoder encoder) {
		ModelDescription model = encoder.description();
		Details details = new Details();
		details.put("kind", model.kind());
		details.put("model", model.name());
		details.put("revision", model.revision());
		details.put("sha256", model.sha256());
		details.put("precision", model.precision());
		details.put("device", model.device());
		details.put("deviceReason", model.deviceReason());
		try {
			encoder.use().run();
			return details.with(Status.UP, null);
		}
		catch (IllegalStateException ex) {
			return details.with(Status.OUT_OF_SERVICE, ex);
		}
		catch (RuntimeException ex) {
			return details.with(Status.DOWN, ex);
		}
	}

	private Map<String, Object> details(DocumentStore store, List<LoadedEncoder> encoders) {
		Details details = new Details();
		details.put("type", StoreDescription.type(store));
		details.put("space", Objects.toString(store.space(), null));
		details.put("sparseSpace", Objects.toString(store.sparseSpace(), null));
		Throwable failure = this.pings.computeIfAbsent(store, (asked) -> new StorePing(asked, PING_TIMEOUT)).failure();
		if (failure != null) {
			return details.with(Status.DOWN, failure);
		}
		// One that is still to be created may be the one.
		Optional<String> mismatch = this.beans.allEncodersAreThere() ? mismatch(store, encoders) : Optional.empty();
		return mismatch.map((problem) -> details.put(PROBLEM, problem).with(Status.DOWN, null))
			.orElseGet(() -> details.with(Status.UP, null));
	}

	/** Without any encoder the application brings vectors of its own. */
	private static Optional<String> mismatch(DocumentStore store, List<LoadedEncoder> encoders) {
		List<Object> dense = encoders.stream().<Object>map(LoadedEncoder::space).filter(Objects::nonNull).toList();
		List<Object> sparse = encoders.stream()
			.<Object>map(LoadedEncoder::sparseSpace)
			.filter(Objects::nonNull)
			.toList();
		return mismatch(store.space(), dense).or(() -> mismatch(store.sparseSpace(), sparse));
	}

	private static Optional<String> mismatch(@Nullable Object held, List<Object> made) {
		return (held == null || made.isEmpty() || made.contains(held)) ? Optional.empty()
				: Optional.of("The store holds vectors of %s, the encoders make vectors of %s.".formatted(held, made));
	}

	private static Map<String, Object> details(DeviceStatistics device) {
		Details details = new Details();
		details.put("calls", device.waitingCalls() + device.runningCalls());
		details.put("maxCalls", device.maxCalls());
		details.put("tokens", device.reservedTokens());
		details.put("maxTokens", device.maxTokens());
		details.put("refusedCalls", device.refusedCalls());
		details.put("nearLimit", device.waitingCalls() + device.runningCalls() >= NEAR * device.maxCalls()
				|| device.reservedTokens() >= NEAR * device.maxTokens());
		return details.map;
	}

	/** Health knows no details without a value. */
	private static final class Details {

		private final Map<String, Object> map = new LinkedHashMap<>();

		Details put(String name, @Nullable Object value) {
			if (value != null) {
				this.map.put(name, value);
			}
			return this;
		}

		Map<String, Object> with(Status status, @Nullable Throwable failure) {
			Map<String, Object> all = new LinkedHashMap<>();
			all.put(STATUS, status.getCode());
			all.putAll(this.map);
			if (failure != null) {
				all.put(PROBLEM, Problem.of(failure));
				if (!(failure instanceof SemblanceException)) {
					logger.warn("Part of the health check failed", failure);
				}
			}
			return all;
		}

	}

}
