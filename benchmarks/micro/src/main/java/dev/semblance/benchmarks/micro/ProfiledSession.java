package dev.semblance.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model in ONNX Runtime that writes down how long each node takes. Apart from that it
 * is set up as Semblance sets it up on a CPU.
 */
final class ProfiledSession implements AutoCloseable {

	private final SessionOptions options = new SessionOptions();

	private final OrtSession session;

	private final Map<String, OnnxTensor> inputs;

	/**
	 * Opens a model.
	 * @param model its bytes
	 * @param inputs the inputs of all runs, closed together with the session
	 * @param threads number of threads of a run
	 * @param folder where the profile is written
	 */
	ProfiledSession(byte[] model, Map<String, OnnxTensor> inputs, int threads, Path folder) throws OrtException {
		this.inputs = inputs;
		this.options.setIntraOpNumThreads(threads);
		this.options.setInterOpNumThreads(1);
		this.options.setMemoryPatternOptimization(false);
		this.options.enableProfiling(folder.resolve("profile").toString());
		this.session = OrtEnvironment.getEnvironment().createSession(model, this.options);
	}

	/**
	 * Runs the model.
	 * @param times how often
	 */
	void run(int times) throws OrtException {
		for (int i = 0; i < times; i++) {
			this.session.run(this.inputs).close();
		}
	}

	/**
	 * Ends the profile.
	 * @return all runs of nodes in their order
	 */
	List<Kernel> kernels() throws OrtException, IOException {
		Path file = Path.of(this.session.endProfiling());
		List<Kernel> kernels = Kernel.read(JsonMapper.shared().readTree(file));
		Files.delete(file);
		return kernels;
	}

	@Override
	public void close() throws OrtException {
		this.session.close();
		this.options.close();
		this.inputs.values().forEach(OnnxTensor::close);
	}

}
