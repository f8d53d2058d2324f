package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.natives.ExecutionProvider;
import dev.semblance.encoders.internal.scheduler.TokenBudget;
import org.jspecify.annotations.Nullable;

/**
 * Creates ONNX Runtime sessions on the device that was asked for.
 */
public final class SessionFactory {

	/** The key of the folder from which weights beside a model are read. */
	static final String EXTERNAL_DATA_FOLDER = "session.model_external_initializers_file_folder_path";

	/**
	 * How long idle threads wait actively for more: over the gap between two queries, and
	 * then they leave the cores to the application.
	 */
	private static final String SPIN_MICROSECONDS = "5000";

	/** The weights of larger models are not held twice. */
	private static final long LARGEST_HELD_TWICE = 1L << 30;

	private static final String ASK_FOR_OTHERS = " Or ask for the device cpu or auto.";

	private final Devices devices;

	private final @Nullable Integer tokenBudget;

	/**
	 * Creates a factory.
	 * @param devices the devices to run on
	 * @param tokenBudget tokens of one batch; {@code null} for a number that fits the
	 * device
	 */
	public SessionFactory(Devices devices, @Nullable Integer tokenBudget) {
		this.devices = devices;
		this.tokenBudget = tokenBudget;
	}

	/**
	 * Creates a session.
	 * @param source the model
	 * @param device the device that was asked for
	 * @return a session that the caller must close
	 * @throws DeviceUnavailableException if a device was asked for by name and cannot be
	 * used
	 * @throws InvalidModelException if ONNX Runtime refuses the model
	 */
	public InferenceSession create(ModelBytes source, Device device) {
		ExpectedDevice expected = requireUsable(device);
		return (device instanceof Device.Auto) ? createOnBest(source, expected.device(), expected.obstacle())
				: open(source, device);
	}

	/**
	 * Makes sure, as far as can be told without loading ONNX Runtime, that a device can
	 * be used.
	 * @param device the device that was asked for
	 * @return the device to expect
	 * @throws DeviceUnavailableException if a device was asked for by name and cannot be
	 * used
	 */
	public ExpectedDevice requireUsable(Device device) {
		ExpectedDevice expected = ExpectedDevice.of(device, this.devices.natives());
		Obstacle obstacle = expected.obstacle();
		if (obstacle != null && !(device instanceof Device.Auto)) {
			throw unusable(device, obstacle);
		}
		return expected;
	}

	/**
	 * Loads ONNX Runtime and asks for its version.
	 * @param device the device that it is to be loaded for, not {@code auto}
	 * @return the version, such as {@code 1.28.0}
	 * @throws DeviceUnavailableException if it cannot be loaded
	 */
	public String runtimeVersion(Device device) {
		prepare(device);
		try {
			return ProcessExit.waitsFor(() -> NativeEnvironment.get().getVersion());
		}
		catch (LinkageError ex) {
			throw unloadable(ex);
		}
	}

	private void prepare(Device device) {
		this.devices.natives().prepare((device instanceof Device.Gpu gpu) ? ExecutionProvider.of(gpu) : List.of());
	}

	/**
	 * Refuses a device that was asked for by name.
	 * @param device the device
	 * @param obstacle what keeps it from being used
	 * @return the exception to throw
	 */
	static DeviceUnavailableException unusable(Device device, Obstacle obstacle) {
		return new DeviceUnavailableException(
				"Device %s was asked for and cannot be used: %s.".formatted(device, obstacle.problem()),
				obstacle.remedy() + ASK_FOR_OTHERS);
	}

	private InferenceSession createOnBest(ModelBytes source, Device best, @Nullable Obstacle obstacle) {
		if (obstacle != null) {
			this.devices.report(obstacle);
			return open(source, best);
		}
		try {
			return open(source, best);
		}
		catch (DeviceUnavailableException ex) {
			this.devices.report(Obstacle.of(ex));
			return open(source, new Device.Cpu());
		}
	}

	private InferenceSession open(ModelBytes source, Device device) {
		prepare(device);
		OpenModel model = new OpenModel(source.name(), device);
		try {
			addSession(model, source, 1);
			int threads = this.devices.settings().latencyThreads();
			if (device instanceof Device.Cpu && threads > 1 && source.size() <= LARGEST_HELD_TWICE) {
				addSession(model, source, threads);
			}
			int budget = (this.tokenBudget != null) ? this.tokenBudget : Devices.tokenBudget(device);
			return new InferenceSession(model, this.devices.scheduler(device), this.devices.settings().closeTimeout(),
					new TokenBudget(budget, Devices.freePadding(device)));
		}
		catch (OrtException ex) {
			model.close();
			if (device instanceof Device.Gpu) {
				throw new DeviceUnavailableException(
						"Device %s cannot run %s: %s.".formatted(device, source.name(), ex.getMessage()),
						"Check the GPU's memory, its driver and its libraries ('semblance doctor' lists them)."
								+ ASK_FOR_OTHERS,
						ex);
			}
			throw new InvalidModelException("ONNX Runtime refuses %s: %s.".formatted(source.name(), ex.getMessage()),
					"Fetch or export the model again.", ex);
		}
		catch (LinkageError ex) {
			model.close();
			throw unloadable(ex);
		}
		catch (RuntimeException | Error ex) {
			model.close();
			throw ex;
		}
	}

	/**
	 * The library of another version, or for another system, or one in a folder that may
	 * hold no programs.
	 */
	private DeviceUnavailableException unloadable(LinkageError failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return new DeviceUnavailableException(
				"The native libraries of %s cannot be loaded: %s.".formatted(this.devices.natives().name(), cause),
				"Take a build of the version of ONNX Runtime's classes for this system; if its folder may not hold programs, "
						+ "set SEMBLANCE_HOME to one that may.",
				failure);
	}

	private void addSession(OpenModel model, ModelBytes source, int threads) throws OrtException {
		SessionOptions options = new SessionOptions();
		OrtSession session;
		try {
			if (model.device() instanceof Device.Gpu gpu) {
				new GpuOptions(gpu, this.devices.settings().gpu(),
						this.devices.natives().kept("tensorrt").resolve(source.digest()))
					.applyTo(options);
			}
			options.setIntraOpNumThreads(threads);
			options.setInterOpNumThreads(1);
			// Batches differ in shape, so patterns of one run's memory do not fit the
			// next.
			options.setMemoryPatternOptimization(false);
			options.addConfigEntry("session.intra_op.allow_spinning", this.devices.settings().spinning() ? "1" : "0");
			options.addConfigEntry("session.intra_op.spin_duration_us", SPIN_MICROSECONDS);
			Path folder = source.folder();
			if (folder != null) {
				options.addConfigEntry(EXTERNAL_DATA_FOLDER, folder.toString());
			}
			session = ProcessExit
				.waitsFor(() -> NativeEnvironment.get().createSession(source.bytes().duplicate(), options));
		}
		catch (OrtException | RuntimeException | Error ex) {
			options.close();
			throw ex;
		}
		model.add(session, options);
	}

	/**
	 * A model to create a session of.
	 *
	 * @param bytes its bytes, in a direct buffer from position to limit
	 * @param name names it in messages
	 * @param folder the folder of its external data, if it is in a file system
	 * @param external what is known of its external data
	 */
	public record ModelBytes(ByteBuffer bytes, String name, @Nullable Path folder, ExternalData external) {

		long size() {
			return this.bytes.remaining() + this.external.size();
		}

		/** Tells models apart by all of their weights. */
		String digest() {
			MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
			digest.update(this.bytes.duplicate());
			digest.update(this.external.digest());
			return HexFormat.of().formatHex(digest.digest());
		}

	}

	/**
	 * Weights beside a model.
	 *
	 * @param size number of bytes
	 * @param digest SHA-256 of the bytes of all files
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record ExternalData(long size, byte[] digest) {
	}

}
