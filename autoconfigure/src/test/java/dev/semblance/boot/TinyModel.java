package dev.semblance.boot;

import java.nio.file.Path;

/**
 * Models with random weights that are small enough to be loaded in a moment.
 */
public final class TinyModel {

	public static final Path DENSE = named("bert-mean");

	public static final Path SPARSE = named("splade-max");

	public static final Path MULTI_VECTOR = named("colbert");

	public static final Path CROSS = named("cross-bert");

	private TinyModel() {
	}

	private static Path named(String name) {
		return Path.of("..", "encoders", "src", "test", "resources", "parity", name);
	}

}
