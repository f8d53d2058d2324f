package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.model.Checksum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of links to libraries of a build that was not made for Java, and the library
 * for Java beside them: ONNX Runtime wants all of them in one folder.
 */
final class CompletedLibraries {

	private static final Logger logger = LoggerFactory.getLogger(CompletedLibraries.class);

	private final FolderLibraries incomplete;

	private final Path parent;

	private final Path folder;

	/**
	 * Creates the folder's description; nothing is touched.
	 * @param incomplete the folder without the library for Java
	 * @param parent where the folders of all builds are
	 */
	CompletedLibraries(FolderLibraries incomplete, Path parent) {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		digest.update(incomplete.folder().toString().getBytes(StandardCharsets.UTF_8));
		this.incomplete = incomplete;
		this.parent = parent;
		this.folder = parent.resolve("linked-" + HexFormat.of().formatHex(digest.digest()));
	}

	/**
	 * Makes the folder, or brings it up to date. Another process may do the same
	 * meanwhile.
	 * @param java the folder with the library for Java
	 */
	Path make(Path java) throws IOException {
		TrustedFolder.make(this.parent);
		TrustedFolder.make(this.folder);
		Map<String, Path> libraries = new HashMap<>();
		for (Path library : files(this.incomplete.folder())) {
			libraries.put(library.getFileName().toString(), library.toRealPath());
		}
		String name = this.incomplete.platform().fileName(NativeLibraries.JAVA);
		libraries.put(name, java.resolve(name).toRealPath());
		for (Path old : files(this.folder)) {
			if (!libraries.containsKey(old.getFileName().toString())) {
				Files.deleteIfExists(old);
			}
		}
		for (Map.Entry<String, Path> library : libraries.entrySet()) {
			link(library.getValue(), this.folder.resolve(library.getKey()));
		}
		return this.folder;
	}

	/** Links whose file is gone are files, too. */
	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> !Files.isDirectory(file)).toList();
		}
	}

	private void link(Path target, Path link) throws IOException {
		if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
			return;
		}
		Path temporary = Files.createTempDirectory(this.folder, "link");
		Path made = temporary.resolve(link.getFileName().toString());
		try {
			linkOrCopy(target, made);
			Files.move(made, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(made);
			Files.deleteIfExists(temporary);
		}
	}

	private static void linkOrCopy(Path target, Path link) throws IOException {
		try {
			Files.createSymbolicLink(link, target);
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.info("{} is copied, because it cannot have two names ({})", target, ex.toString());
			Files.copy(target, link);
			TrustedFolder.share(link);
		}
	}

}
