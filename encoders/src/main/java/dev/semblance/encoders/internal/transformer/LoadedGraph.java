package dev.semblance.encoders.internal.transformer;

import java.nio.file.Path;

import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a transformer, ready to get the model's other modules and to be run.
 *
 * @param running what runs of the transformer
 * @param name names the graph in messages
 * @param onnx its nodes
 * @param folder the folder of its weights, if they are in a file system
 * @param external what is known of these weights
 */
record LoadedGraph(RunningGraph running, String name, OnnxBytes onnx, @Nullable Path folder, ExternalData external) {

	boolean optimized() {
		GraphOptimization optimization = this.running.optimization();
		return optimization != null && optimization.changed();
	}

}
