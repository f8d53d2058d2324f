package dev.semblance.encoders.internal.optimizer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.SemblanceException;

/**
 * Runs a graph to see what its tensors are.
 */
public interface Probe extends AutoCloseable {

	/**
	 * Runs the graph.
	 * @param batch what to run it on
	 * @param tensors names of the tensors that are wanted, all of them outputs
	 * @return the tensors by name
	 * @throws SemblanceException if the graph cannot be run
	 */
	Map<String, ProbedTensor> run(ProbeBatch batch, Set<String> tensors);

	@Override
	void close();

	/**
	 * Opens graphs.
	 */
	@FunctionalInterface
	interface Opener {

		/**
		 * Opens a graph.
		 * @param onnx its bytes, in a direct buffer from position to limit
		 * @param folder the folder of its external data
		 * @param name names it in messages
		 * @return the open graph, which the caller must close
		 * @throws SemblanceException if the graph cannot be run
		 */
		Probe open(ByteBuffer onnx, Path folder, String name);

	}

}
