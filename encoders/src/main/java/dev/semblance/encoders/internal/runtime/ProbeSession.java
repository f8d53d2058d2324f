package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.onnx.ModelInputs;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.optimizer.Probe;
import dev.semblance.encoders.internal.optimizer.ProbeBatch;
import dev.semblance.encoders.internal.optimizer.ProbedTensor;

/**
 * A graph in ONNX Runtime, on the CPU, to be run a few times and looked into. It is not
 * prepared for speed. Not safe for concurrent use.
 */
public final class ProbeSession implements Probe {

	private final String name;

	private final OrtSession session;

	private final SessionOptions options;

	private ProbeSession(String name, OrtSession session, SessionOptions options) {
		this.name = name;
		this.session = session;
		this.options = options;
	}

	/**
	 * Opens a graph.
	 * @param onnx its bytes, in a direct buffer from position to limit
	 * @param folder the folder of its external data
	 * @param name names it in messages
	 * @return the session, which the caller must close
	 * @throws InvalidModelException if ONNX Runtime refuses it
	 */
	public static ProbeSession open(ByteBuffer onnx, Path folder, String name) {
		SessionOptions options = new SessionOptions();
		try {
			options.setOptimizationLevel(OptLevel.BASIC_OPT);
			options.setIntraOpNumThreads(CpuCores.physical());
			options.setInterOpNumThreads(1);
			options.addConfigEntry("session.disable_prepacking", "1");
			options.addConfigEntry("session.intra_op.allow_spinning", "0");
			options.addConfigEntry(SessionFactory.EXTERNAL_DATA_FOLDER, folder.toString());
			OrtSession session = ProcessExit
				.waitsFor(() -> NativeEnvironment.get().createSession(onnx.duplicate(), options));
			return new ProbeSession(name, session, options);
		}
		catch (OrtException ex) {
			options.close();
			throw refused(name, ex);
		}
		catch (RuntimeException | Error ex) {
			options.close();
			throw ex;
		}
	}

	@Override
	public Map<String, ProbedTensor> run(ProbeBatch batch, Set<String> tensors) {
		Map<String, OnnxTensor> inputs = new HashMap<>();
		try {
			for (String input : this.session.getInputNames()) {
				OrtEnvironment environment = OrtEnvironment.getEnvironment();
				inputs.put(input,
						input.equals(ModelInputs.PADDED) ? OnnxTensor.createTensor(environment, batch.isPadded())
								: OnnxTensor.createTensor(environment, batch.rows(input)));
			}
			return ProcessExit.waitsFor(() -> run(inputs, tensors));
		}
		catch (OrtException ex) {
			throw refused(this.name, ex);
		}
		finally {
			inputs.values().forEach(OnnxTensor::close);
		}
	}

	private Map<String, ProbedTensor> run(Map<String, ? extends OnnxTensorLike> inputs, Set<String> tensors)
			throws OrtException {
		try (OrtSession.Result result = this.session.run(inputs, tensors)) {
			Map<String, ProbedTensor> seen = new HashMap<>();
			for (Map.Entry<String, OnnxValue> output : result) {
				if (output.getValue() instanceof OnnxTensor tensor && isNumeric(tensor)) {
					seen.put(output.getKey(), new ProbedTensor(
							Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), floats(tensor)));
				}
			}
			return seen;
		}
	}

	private static float[] floats(OnnxTensor tensor) {
		return switch (tensor.getInfo().type) {
			case FLOAT, FLOAT16 -> floats(tensor.getFloatBuffer());
			case DOUBLE -> floats(tensor.getDoubleBuffer());
			case INT64 -> floats(tensor.getLongBuffer());
			case INT32 -> floats(tensor.getIntBuffer());
			case BOOL, INT8, UINT8 -> floats(tensor.getByteBuffer());
			default -> throw new IllegalArgumentException("Elements of the type " + tensor.getInfo().type);
		};
	}

	/** Others are not seen. */
	private static boolean isNumeric(OnnxTensor tensor) {
		return switch (tensor.getInfo().type) {
			case FLOAT, FLOAT16, DOUBLE, INT64, INT32, BOOL, INT8, UINT8 -> true;
			default -> false;
		};
	}

	private static float[] floats(DoubleBuffer values) {
		float[] floats = new float[values.remaining()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = (float) values.get(i);
		}
		return floats;
	}

	private static float[] floats(IntBuffer values) {
		float[] floats = new float[values.remaining()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = values.get(i);
		}
		return floats;
	}

	private static float[] floats(FloatBuffer values) {
		float[] floats = new float[values.remaining()];
		values.get(floats);
		return floats;
	}

	private static float[] floats(LongBuffer values) {
		float[] floats = new float[values.remaining()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = values.get(i);
		}
		return floats;
	}

	private static float[] floats(ByteBuffer values) {
		float[] floats = new float[values.remaining()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = values.get(i);
		}
		return floats;
	}

	private static InvalidModelException refused(String name, OrtException failure) {
		return new InvalidModelException("ONNX Runtime refuses %s: %s.".formatted(name, failure.getMessage()),
				"Fetch or export the model again.", failure);
	}

	@Override
	public void close() {
		ProcessExit.waitsFor(() -> {
			try {
				this.session.close();
			}
			catch (OrtException ex) {
				throw new IllegalStateException("ONNX Runtime failed to free " + this.name, ex);
			}
			this.options.close();
			return this.name;
		});
	}

}
