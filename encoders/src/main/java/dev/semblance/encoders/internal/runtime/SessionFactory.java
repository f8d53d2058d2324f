package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates ONNX Runtime sessions on the device that was asked for.
 */
public final class SessionFactory {

	private static final Logger logger = LoggerFactory.getLogger(SessionFactory.class);

	private static final String EXTERNAL_DATA_FOLDER = "session.model_external_initializers_file_folder_path";

	private static final AtomicBoolean FALLBACK_REPORTED = new AtomicBoolean();

	private SessionFactory() {
	}

	/**
	 * Creates a session.
	 * @param model the model's bytes, in a direct buffer from position to limit
	 * @param name names the model in messages
	 * @param folder the folder of the model's external data, if it is in a file system
	 * @param device the device that was asked for
	 * @return a session that the caller must close
	 * @throws DeviceUnavailableException if a device was asked for by name and cannot be
	 * used
	 * @throws InvalidModelException if ONNX Runtime refuses the model
	 */
	public static InferenceSession create(ByteBuffer model, String name, @Nullable Path folder, Device device) {
		ClassLoader loader = SessionFactory.class.getClassLoader();
		RuntimeArtifact.requireExactlyOne(loader);
		if (device instanceof Device.Cuda cuda) {
			return createOnCuda(model, name, folder, cuda, loader);
		}
		if (device instanceof Device.Auto) {
			return createOnBest(model, name, folder, loader);
		}
		return create(model, name, folder, device, null);
	}

	private static InferenceSession createOnCuda(ByteBuffer model, String name, @Nullable Path folder, Device.Cuda cuda,
			ClassLoader loader) {
		if (!RuntimeArtifact.hasCuda(loader)) {
			throw new DeviceUnavailableException(
					"Device %s was asked for, and the ONNX Runtime on the class path is built without CUDA."
						.formatted(cuda),
					"Replace onnxruntime by onnxruntime_gpu (semblance-spring-boot-starter-gpu), or ask for cpu or auto.");
		}
		try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(cuda.index())) {
			return create(model, name, folder, cuda, options);
		}
		catch (OrtException ex) {
			throw new DeviceUnavailableException(
					"Device %s was asked for and cannot be used: %s.".formatted(cuda, ex.getMessage()),
					"Install the driver and the CUDA and cuDNN libraries this ONNX Runtime wants, or ask for cpu or auto.",
					ex);
		}
	}

	private static InferenceSession createOnBest(ByteBuffer model, String name, @Nullable Path folder,
			ClassLoader loader) {
		if (!RuntimeArtifact.hasCuda(loader)) {
			reportFallback("the ONNX Runtime on the class path is built without CUDA");
		}
		else if (!RuntimeArtifact.hasDriver()) {
			reportFallback("this machine has no NVIDIA driver");
		}
		else {
			try {
				return createOnCuda(model, name, folder, new Device.Cuda(0), loader);
			}
			catch (DeviceUnavailableException ex) {
				reportFallback(ex.problem());
			}
		}
		return create(model, name, folder, new Device.Cpu(), null);
	}

	private static void reportFallback(String reason) {
		if (FALLBACK_REPORTED.compareAndSet(false, true)) {
			logger.info("Running on the CPU: {}", reason);
		}
	}

	private static InferenceSession create(ByteBuffer model, String name, @Nullable Path folder, Device device,
			@Nullable OrtCUDAProviderOptions cuda) {
		SessionOptions options = new SessionOptions();
		OrtSession session = null;
		try {
			if (cuda != null) {
				options.addCUDA(cuda);
			}
			// Batches differ in shape, so patterns of one run's memory do not fit the
			// next.
			options.setMemoryPatternOptimization(false);
			// Spinning threads would take the cores from the rest of the application.
			options.addConfigEntry("session.intra_op.allow_spinning", "0");
			if (folder != null) {
				options.addConfigEntry(EXTERNAL_DATA_FOLDER, folder.toString());
			}
			session = OrtEnvironment.getEnvironment().createSession(model, options);
			return new InferenceSession(session, options, device, name);
		}
		catch (OrtException ex) {
			options.close();
			if (cuda != null) {
				throw new DeviceUnavailableException(
						"Device %s was asked for and cannot run %s: %s.".formatted(device, name, ex.getMessage()),
						"Check driver and libraries of the GPU, or ask for cpu or auto.", ex);
			}
			throw new InvalidModelException("ONNX Runtime refuses %s: %s.".formatted(name, ex.getMessage()),
					"Fetch or export the model again.", ex);
		}
	}

}
