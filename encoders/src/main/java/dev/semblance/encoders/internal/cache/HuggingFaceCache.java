package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.HubReference;
import org.jspecify.annotations.Nullable;

/**
 * The cache of Hugging Face's own tools, {@code models--<organization>--<name>} with the
 * folders {@code refs}, {@code snapshots} and {@code blobs}. It is never written.
 */
public final class HuggingFaceCache {

	private final Path hub;

	/**
	 * Creates a cache.
	 * @param hub its folder, which need not exist
	 */
	public HuggingFaceCache(Path hub) {
		this.hub = hub;
	}

	/**
	 * Finds what was fetched of a model, which need not be all that it needs.
	 * @param reference the model
	 * @return its files; nothing if none was fetched
	 */
	public Optional<HuggingFaceFiles> find(HubReference reference) {
		if (reference.repository().contains("--")) {
			// A folder of two names; those tools refuse such a name.
			return Optional.empty();
		}
		Path repository = this.hub.resolve("models--" + reference.repository().replace("/", "--"));
		String revision = reference.revisionOrMain();
		try {
			String commit = HubReference.isCommit(revision) ? revision
					: pointed(repository.resolve("refs").resolve(revision));
			if (commit == null || !Files.isDirectory(repository.resolve("snapshots").resolve(commit))) {
				return Optional.empty();
			}
			return Optional.of(HuggingFaceFiles.of(repository, commit));
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s in the cache of Hugging Face's tools, %s, cannot be read: %s."
				.formatted(reference, repository, ex),
					"Check its permissions, delete the folder, or set HF_HOME to another one.", ex);
		}
	}

	private static @Nullable String pointed(Path pointer) throws IOException {
		if (!Files.isRegularFile(pointer)) {
			return null;
		}
		String commit = Files.readString(pointer).strip();
		return HubReference.isCommit(commit) ? commit : null;
	}

}
