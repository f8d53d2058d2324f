package dev.semblance.encoders.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.semblance.encoders.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's sessions of one model: one that all lanes share, each run on one thread,
 * and possibly another whose runs take several threads. Not guarded against use after
 * close.
 */
final class OpenModel implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OpenModel.class);

	private final String name;

	private final Device device;

	private final List<OrtSession> sessions = new ArrayList<>();

	private final List<SessionOptions> options = new ArrayList<>();

	private final Set<String> floats = new TreeSet<>();

	OpenModel(String name, Device device) {
		this.name = name;
		this.device = device;
	}

	/** The narrow session comes first. */
	void add(OrtSession session, SessionOptions options) throws OrtException {
		this.sessions.add(session);
		this.options.add(options);
		for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
			if (output.getValue().getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT
					&& tensor.onnxType == TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
				this.floats.add(output.getKey());
			}
		}
	}

	String name() {
		return this.name;
	}

	Device device() {
		return this.device;
	}

	boolean hasWideSession() {
		return this.sessions.size() > 1;
	}

	OrtSession session(boolean wide) {
		return this.sessions.get(wide ? this.sessions.size() - 1 : 0);
	}

	/** Outputs of other types than float are converted after the run. */
	List<OutputTensor> pinnable(List<OutputTensor> outputs) {
		return outputs.stream()
			.map((output) -> this.floats.contains(output.name()) ? output
					: new OutputTensor(output.name(), OutputTensor.Shape.OPEN, 0))
			.toList();
	}

	/** The arena would keep what one exceptional batch needed. */
	void shrinkMemoryAfter(RunOptions options) throws OrtException {
		options.addRunConfigEntry("memory.enable_memory_arena_shrinkage",
				(this.device instanceof Device.Gpu gpu) ? "gpu:" + gpu.index() : "cpu:0");
	}

	@Override
	public void close() {
		try {
			ProcessExit.waitsFor(() -> {
				free();
				return this.name;
			});
		}
		catch (IllegalStateException ex) {
			logger.debug("{} is left to the end of the process", this.name, ex);
		}
	}

	private void free() {
		for (OrtSession session : this.sessions) {
			try {
				session.close();
			}
			catch (OrtException ex) {
				logger.warn("ONNX Runtime failed to free {}; its memory may be lost until the process ends", this.name,
						ex);
			}
		}
		this.options.forEach(SessionOptions::close);
	}

}
