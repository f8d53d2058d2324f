package dev.semblance.boot;

import java.nio.file.Path;

/**
 * A dense model with random weights that is small enough to be downloaded in a moment.
 */
public final class TinyDense {

	public static final Path FOLDER = Path.of("..", "encoders", "src", "test", "resources", "parity", "bert-mean");

	private TinyDense() {
	}

}
