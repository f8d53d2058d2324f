package dev.semblance.encoders.internal.transformer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder from which ONNX Runtime reads the weights beside an ONNX file, while
 * sessions are created. It follows no link out of the folder, and the cache of Hugging
 * Face's tools is made of those; there, the files get second names in a folder of their
 * own.
 */
final class WeightsFolder implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WeightsFolder.class);

	private final @Nullable Path path;

	/** In the order in which they are to be deleted. */
	private final List<Path> temporary;

	private WeightsFolder(@Nullable Path path, List<Path> temporary) {
		this.path = path;
		this.temporary = temporary;
	}

	/**
	 * Finds or makes the folder.
	 * @param folder the folder of the ONNX file, if it is in a file system
	 * @param names the files with weights, all of them there
	 */
	static WeightsFolder of(@Nullable Path folder, List<String> names) {
		if (folder == null || names.stream().noneMatch((name) -> Files.isSymbolicLink(folder.resolve(name)))) {
			return new WeightsFolder(folder, List.of());
		}
		List<Path> temporary = new ArrayList<>();
		WeightsFolder made = new WeightsFolder(folder, temporary);
		try {
			Path path = Files.createTempDirectory("semblance-weights").toRealPath();
			temporary.add(path);
			for (String name : names) {
				Path second = path.resolve(name);
				temporary.add(0, second);
				giveSecondName(folder.resolve(name).toRealPath(), second);
			}
			return new WeightsFolder(path, temporary);
		}
		catch (IOException ex) {
			made.close();
			throw new InvalidModelException(
					"The weights beside the ONNX file in %s are links, and cannot be given another name in %s: %s."
						.formatted(folder, System.getProperty("java.io.tmpdir"), ex),
					"Run 'semblance pull' for the model, or let java.io.tmpdir be a folder with room for them.", ex);
		}
	}

	private static void giveSecondName(Path file, Path second) throws IOException {
		try {
			Files.createLink(second, file);
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.info("{} is copied to {}, because it cannot have two names ({})", file, second, ex.toString());
			Files.copy(file, second);
		}
	}

	@Nullable Path path() {
		return this.path;
	}

	@Override
	public void close() {
		boolean deleted = true;
		for (Path file : this.temporary) {
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException ex) {
				logger.debug("{} stays until the process ends", file, ex);
				deleted = false;
			}
		}
		if (!deleted) {
			// Windows keeps files that are in use. What is registered last goes first.
			for (int i = this.temporary.size() - 1; i >= 0; i--) {
				this.temporary.get(i).toFile().deleteOnExit();
			}
		}
	}

}
