package dev.semblance.encoders.internal.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.encoders.internal.lifecycle.OpenResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ONNX Runtime session that cannot be used after it is freed: ONNX Runtime itself does
 * not guard against a close during a run, which takes the JVM down. Safe for concurrent
 * callers.
 */
public final class InferenceSession {

	private static final Logger logger = LoggerFactory.getLogger(InferenceSession.class);

	private final OrtSession session;

	private final SessionOptions options;

	private final Device device;

	private final String name;

	private final CallGate gate;

	InferenceSession(OrtSession session, SessionOptions options, Device device, String name) {
		this.session = session;
		this.options = options;
		this.device = device;
		this.name = name;
		this.gate = new CallGate("The encoder of " + name);
		OpenResources.SESSIONS.opened();
	}

	/**
	 * Returns where the session runs.
	 * @return the device, never {@code auto}
	 */
	public Device device() {
		return this.device;
	}

	/**
	 * Does work that needs the session; closing waits for it.
	 * @param work the work
	 * @param <T> what the work gives
	 * @return what the work gives
	 * @throws IllegalStateException if the session is closed
	 */
	public <T> T whileOpen(Supplier<T> work) {
		return this.gate.call(work::get);
	}

	/**
	 * Runs one batch. Only for work within {@link #whileOpen}.
	 * @param inputs the batch
	 * @param outputs names of the outputs to compute
	 * @param reader takes what it needs of the outputs
	 * @throws EncodingException if the run fails
	 */
	public void run(TensorBatch inputs, Collection<String> outputs, Consumer<ModelOutputs> reader) {
		try {
			ProcessExit.waitsFor(() -> {
				try (NamedTensors tensors = inputs.tensors();
						OrtSession.Result result = this.session.run(tensors.byName(), Set.copyOf(outputs))) {
					Map<String, OnnxTensor> byName = new HashMap<>();
					for (Map.Entry<String, OnnxValue> output : result) {
						byName.put(output.getKey(), (OnnxTensor) output.getValue());
					}
					reader.accept(new ModelOutputs(byName));
					return inputs;
				}
			});
		}
		catch (OrtException ex) {
			throw new EncodingException("ONNX Runtime failed to run %s on %s over %s: %s.".formatted(this.name,
					this.device, inputs, ex.getMessage()), "If memory ran out, set a smaller token budget.", ex);
		}
	}

	/**
	 * Frees the session, once the work in flight is done, and what belongs to it. May be
	 * repeated.
	 * @param companion frees what was opened together with the session
	 */
	public void close(Runnable companion) {
		this.gate.close(() -> {
			free();
			companion.run();
		});
	}

	private void free() {
		try {
			this.session.close();
		}
		catch (OrtException ex) {
			logger.warn("ONNX Runtime failed to free {}; its memory may be lost until the process ends", this.name, ex);
		}
		this.options.close();
		OpenResources.SESSIONS.closed();
		logger.debug("Closed {}; {} sessions are still open", this.name, OpenResources.SESSIONS.count());
	}

}
