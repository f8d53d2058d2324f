package dev.semblance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.semblance.cli.Checkup.CheckedModel;
import dev.semblance.cli.Checkup.Otherwise;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.diagnosis.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the machine, then at a model, and runs it. What fails ends the checkup, and
 * everything found out before stays its result. For one use.
 */
final class CheckupRun {

	private final ModelReference reference;

	private final Diagnosis diagnosis;

	private final Function<ModelReference, MeasuredEncoder> loader;

	private @Nullable CheckedModel model;

	private @Nullable ModelSpeed speed;

	/**
	 * Creates a checkup.
	 * @param reference the model, and the device that is asked for
	 */
	CheckupRun(ModelReference reference) {
		this(reference, reference.runtime().diagnose(reference.device()),
				(asked) -> MeasuredEncoder.load(asked, asked.kind()));
	}

	CheckupRun(ModelReference reference, Diagnosis diagnosis, Function<ModelReference, MeasuredEncoder> loader) {
		this.reference = reference;
		this.diagnosis = diagnosis;
		this.loader = loader;
	}

	/**
	 * Runs the checkup.
	 * @param seconds how long to measure; 0 for not at all
	 * @return what was found out
	 */
	Checkup run(double seconds) {
		List<Obstacle> problems = new ArrayList<>(this.diagnosis.obstacles());
		Throwable cause = null;
		if (problems.isEmpty()) {
			try {
				checkModel(seconds);
			}
			catch (SemblanceException ex) {
				problems.add(Obstacle.of(ex));
				cause = ex;
			}
			catch (RuntimeException | LinkageError | OutOfMemoryError ex) {
				// Native libraries that do not fit the system are linkage errors.
				problems.add(new Obstacle("Unexpected failure: " + ex, "Run again with --stacktrace to see where."));
				cause = ex;
			}
		}
		return new Checkup(this.diagnosis, this.model, this.speed, problems, cause);
	}

	private void checkModel(double seconds) {
		CheckedModel found = new CheckedModel(this.reference.name(), this.reference.kind(), this.reference.onnxFiles(),
				null, null, null);
		this.model = found;
		Device device;
		try (MeasuredEncoder encoder = this.loader.apply(this.reference)) {
			device = encoder.device();
			found = found.optimized(encoder.optimization());
			this.model = found.on(device, null);
			if (seconds > 0) {
				this.speed = ModelSpeed.measure(encoder, seconds);
			}
		}
		this.model = found.on(device, otherwise(found, device));
	}

	private @Nullable Otherwise otherwise(CheckedModel found, Device device) {
		Device chosen = Objects.requireNonNull(this.diagnosis.choice().device());
		if (device.equals(chosen)) {
			return null;
		}
		if (found.files().isEmpty()) {
			return new Otherwise("the model only looks vectors up", null);
		}
		if (found.files().stream().allMatch((file) -> file.precision() == ModelPrecision.INT8)) {
			return new Otherwise("int8 runs on the CPU only", null);
		}
		// Whoever gets the CPU instead is told why in a log only: ask for the GPU itself.
		try (MeasuredEncoder encoder = this.loader.apply(this.reference.on(chosen))) {
			return new Otherwise("%s could not be used before, and now runs the model".formatted(encoder.device()),
					"Run it again.");
		}
		catch (DeviceUnavailableException ex) {
			Obstacle obstacle = Obstacle.of(ex);
			return new Otherwise(obstacle.problem(), obstacle.remedy());
		}
	}

}
