package dev.semblance.encoders.internal.optimized;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.internal.cache.DurableFiles;
import dev.semblance.encoders.internal.cache.FolderLock;
import dev.semblance.encoders.internal.natives.TrustedFolder;
import dev.semblance.encoders.internal.optimizer.FusionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Optimized models, each in a folder named after what decided how it came out, in which a
 * record tells of its files. A folder appears whole, and is compared with its record
 * before it is used. One thread of one process of the machine writes at a time, so
 * whatever is found half done was left by one that died. Safe for concurrent use.
 */
public final class OptimizedModels {

	private static final Logger logger = LoggerFactory.getLogger(OptimizedModels.class);

	private static final String RECORD = "report.json";

	private static final String PARTIAL = "partial-";

	private final Path home;

	private final Path root;

	/**
	 * Creates a description of the folder; nothing is written.
	 * @param home the folder of everything that Semblance keeps
	 */
	public OptimizedModels(Path home) {
		this.home = home;
		this.root = home.resolve("optimized");
	}

	/**
	 * Returns where the models are kept.
	 * @return the folder, which need not be there
	 */
	public Path folder() {
		return this.root;
	}

	/**
	 * Finds a model and compares it with its record.
	 * @param key what decides how it comes out
	 * @return the model; nothing if it is not there, or not as it was written
	 */
	public Optional<OptimizedModel> find(OptimizationKey key) {
		Path folder = this.root.resolve(key.digest());
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		try {
			return Optional.of(read(folder, key));
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn("The optimized model in {} cannot be used and is made again: {}", folder, ex.toString());
			return Optional.empty();
		}
	}

	private OptimizedModel read(Path folder, OptimizationKey key) throws IOException {
		TrustedFolder.require(this.root);
		TrustedFolder.require(folder);
		OptimizationRecord record = record(folder);
		if (!record.key().equals(key)) {
			throw new IOException("its record is that of another one");
		}
		for (Map.Entry<String, StoredFile> file : record.files().entrySet()) {
			Path path = folder.resolve(file.getKey());
			if (!folder.equals(path.normalize().getParent())) {
				throw new IOException("its record speaks of a file elsewhere, '%s'".formatted(file.getKey()));
			}
			TrustedFolder.require(path);
			StoredFile found = StoredFile.read(path);
			if (!found.equals(file.getValue())) {
				throw new IOException("%s has %,d bytes with the checksum %s, and recorded are %,d with %s".formatted(
						file.getKey(), found.size(), found.crc32c(), file.getValue().size(), file.getValue().crc32c()));
			}
		}
		return new OptimizedModel(folder.toRealPath(), record.report(), record.files());
	}

	private static OptimizationRecord record(Path folder) throws IOException {
		Path file = folder.resolve(RECORD);
		TrustedFolder.require(file);
		return OptimizationRecord.ofJson(Files.readAllBytes(file));
	}

	/**
	 * Finds a model, or makes it and removes what older versions made of the same.
	 * @param key what decides how it comes out
	 * @param name names it for people
	 * @param writer makes it
	 * @return the model
	 * @throws IOException if the folder cannot be written, or may be written by others
	 * @throws CallCancelledException if the thread is interrupted while another one works
	 */
	public OptimizedModel findOrMake(OptimizationKey key, String name, Writer writer) throws IOException {
		Optional<OptimizedModel> there = find(key);
		return there.isPresent() ? there.get() : make(key, name, writer);
	}

	private OptimizedModel make(OptimizationKey key, String name, Writer writer) throws IOException {
		TrustedFolder.requireHome(this.home);
		TrustedFolder.make(this.root);
		try (FolderLock lock = FolderLock.acquire(this.root, "optimizes a model for")) {
			Optional<OptimizedModel> meanwhile = find(key);
			if (meanwhile.isPresent()) {
				return meanwhile.get();
			}
			lock.require();
			deleteLeftovers();
			Path partial = this.root.resolve(PARTIAL + key.digest());
			TrustedFolder.make(partial);
			try {
				OptimizedModel made = write(partial,
						new OptimizationRecord(key, name, writer.write(partial), describe(partial)));
				deleteOlder(key);
				return made;
			}
			finally {
				delete(partial);
			}
		}
	}

	private OptimizedModel write(Path partial, OptimizationRecord record) throws IOException {
		DurableFiles.write(partial.resolve(RECORD), record.toJson());
		TrustedFolder.share(partial.resolve(RECORD));
		Path folder = this.root.resolve(record.key().digest());
		discard(folder);
		DurableFiles.move(partial, folder);
		return new OptimizedModel(folder.toRealPath(), record.report(), record.files());
	}

	private static NavigableMap<String, StoredFile> describe(Path folder) throws IOException {
		NavigableMap<String, StoredFile> files = new TreeMap<>();
		for (Path file : list(folder)) {
			TrustedFolder.share(file);
			files.put(file.getFileName().toString(), StoredFile.read(file));
		}
		return files;
	}

	private void deleteLeftovers() throws IOException {
		for (Path folder : list(this.root)) {
			if (folder.getFileName().toString().startsWith(PARTIAL)) {
				delete(folder);
			}
		}
	}

	private void deleteOlder(OptimizationKey key) {
		try {
			for (Path folder : list(this.root)) {
				if (Files.isRegularFile(folder.resolve(RECORD)) && isOlder(folder, key)) {
					discard(folder);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("What older versions left in {} stays", this.root, ex);
		}
	}

	private static boolean isOlder(Path folder, OptimizationKey key) throws IOException {
		try {
			return record(folder).key().isOlderThan(key);
		}
		catch (IllegalArgumentException ex) {
			// Of no use to anybody, and replaced by whoever wants it.
			return false;
		}
	}

	/** By another name first, so that nobody finds it half deleted. */
	private void discard(Path folder) throws IOException {
		if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
			Path discarded = this.root.resolve(PARTIAL + "old-" + folder.getFileName());
			DurableFiles.move(folder, discarded);
			delete(discarded);
		}
	}

	private static void delete(Path path) throws IOException {
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			for (Path inner : list(path)) {
				delete(inner);
			}
		}
		Files.deleteIfExists(path);
	}

	private static List<Path> list(Path folder) throws IOException {
		try (Stream<Path> paths = Files.list(folder)) {
			return paths.toList();
		}
	}

	/**
	 * Makes an optimized model.
	 */
	@FunctionalInterface
	public interface Writer {

		/**
		 * Writes the model's files.
		 * @param folder an empty folder; it stays empty if nothing was to be done
		 * @return what was done
		 * @throws IOException if files cannot be read or written
		 */
		FusionReport write(Path folder) throws IOException;

	}

}
