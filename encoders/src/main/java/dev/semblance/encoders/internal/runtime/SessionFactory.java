package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.scheduler.TokenBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates ONNX Runtime sessions on the device that was asked for.
 */
public final class SessionFactory {

	private static final Logger logger = LoggerFactory.getLogger(SessionFactory.class);

	private static final String EXTERNAL_DATA_FOLDER = "session.model_external_initializers_file_folder_path";

	/**
	 * How long idle threads wait actively for more: over the gap between two queries, and
	 * then they leave the cores to the application.
	 */
	private static final String SPIN_MICROSECONDS = "5000";

	/** The weights of larger models are not held twice. */
	private static final long LARGEST_HELD_TWICE = 1L << 30;

	private static final AtomicBoolean FALLBACK_REPORTED = new AtomicBoolean();

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
		ClassLoader loader = SessionFactory.class.getClassLoader();
		if (device instanceof Device.Cuda cuda) {
			return createOnCuda(source, cuda, loader);
		}
		if (device instanceof Device.Auto) {
			return createOnBest(source, loader);
		}
		return open(source, device, null);
	}

	private InferenceSession createOnCuda(ModelBytes source, Device.Cuda cuda, ClassLoader loader) {
		if (!RuntimeArtifact.hasCuda(loader)) {
			throw new DeviceUnavailableException(
					"Device %s was asked for, and the ONNX Runtime on the class path is built without CUDA."
						.formatted(cuda),
					"Replace onnxruntime by onnxruntime_gpu (semblance-spring-boot-starter-gpu), or ask for cpu or auto.");
		}
		try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(cuda.index())) {
			return open(source, cuda, options);
		}
		catch (OrtException ex) {
			throw new DeviceUnavailableException(
					"Device %s was asked for and cannot be used: %s.".formatted(cuda, ex.getMessage()),
					"Install the driver and the CUDA and cuDNN libraries this ONNX Runtime wants, or ask for cpu or auto.",
					ex);
		}
	}

	private InferenceSession createOnBest(ModelBytes source, ClassLoader loader) {
		ExpectedDevice expected = ExpectedDevice.of(new Device.Auto(), loader);
		if (expected.device() instanceof Device.Cuda cuda) {
			try {
				return createOnCuda(source, cuda, loader);
			}
			catch (DeviceUnavailableException ex) {
				reportFallback(ex.problem());
			}
		}
		else {
			reportFallback(expected.reason());
		}
		return open(source, new Device.Cpu(), null);
	}

	private static void reportFallback(String reason) {
		if (FALLBACK_REPORTED.compareAndSet(false, true)) {
			logger.info("Running on the CPU: {}", reason);
		}
	}

	private InferenceSession open(ModelBytes source, Device device, @Nullable OrtCUDAProviderOptions cuda) {
		OpenModel model = new OpenModel(source.name(), device);
		try {
			addSession(model, source, 1, cuda);
			int threads = this.devices.settings().latencyThreads();
			if (cuda == null && threads > 1 && source.size() <= LARGEST_HELD_TWICE) {
				addSession(model, source, threads, null);
			}
			int budget = (this.tokenBudget != null) ? this.tokenBudget : Devices.tokenBudget(device);
			return new InferenceSession(model, this.devices.scheduler(device), this.devices.settings().closeTimeout(),
					new TokenBudget(budget));
		}
		catch (OrtException ex) {
			model.close();
			if (cuda != null) {
				throw new DeviceUnavailableException("Device %s was asked for and cannot run %s: %s.".formatted(device,
						source.name(), ex.getMessage()),
						"Check driver and libraries of the GPU, or ask for cpu or auto.", ex);
			}
			throw new InvalidModelException("ONNX Runtime refuses %s: %s.".formatted(source.name(), ex.getMessage()),
					"Fetch or export the model again.", ex);
		}
		catch (RuntimeException | Error ex) {
			model.close();
			throw ex;
		}
	}

	private void addSession(OpenModel model, ModelBytes source, int threads, @Nullable OrtCUDAProviderOptions cuda)
			throws OrtException {
		SessionOptions options = new SessionOptions();
		OrtSession session;
		try {
			if (cuda != null) {
				options.addCUDA(cuda);
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
	 * @param externalSize number of bytes of its external data
	 */
	public record ModelBytes(ByteBuffer bytes, String name, @Nullable Path folder, long externalSize) {

		long size() {
			return this.bytes.remaining() + this.externalSize;
		}

	}

}
