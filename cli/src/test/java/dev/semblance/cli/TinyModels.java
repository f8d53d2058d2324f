package dev.semblance.cli;

import java.nio.file.Path;

/**
 * Models with random weights, small enough to be loaded in a moment; what they find is
 * right by accident only.
 */
final class TinyModels {

	static final Path DENSE = model("bert-mean");

	static final Path CROSS = model("cross-bert");

	static final Path SPARSE = model("splade-max");

	/** Looks its vectors up. */
	static final Path STATIC = model("static-normalize");

	static final Path MULTI_VECTOR = model("colbert");

	private TinyModels() {
	}

	private static Path model(String name) {
		return Path.of("..", "encoders", "src", "test", "resources", "parity", name);
	}

}
