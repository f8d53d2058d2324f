package dev.semblance.encoders.internal.optimized;

import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.optimizer.FusionReport;

/**
 * What became of a model.
 *
 * @param folder where it is kept
 * @param report what was done to it
 * @param files the files of its graph by name; none if nothing was to be done, and the
 * model runs as it is
 */
public record OptimizedModel(Path folder, FusionReport report, NavigableMap<String, StoredFile> files) {

	/**
	 * Copies the files.
	 */
	public OptimizedModel {
		files = new TreeMap<>(files);
	}

	/**
	 * Tells whether there is another graph than the model's own.
	 * @return whether there is
	 */
	public boolean rewritten() {
		return this.files.containsKey(GraphFiles.GRAPH);
	}

	/**
	 * Returns the size of its weights.
	 * @return number of bytes
	 */
	public long weightsSize() {
		StoredFile weights = this.files.get(GraphFiles.WEIGHTS);
		return (weights != null) ? weights.size() : 0;
	}

}
