package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.natives.NativeLibraries.Library;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Native libraries of a jar, unpacked into a folder of their own, where the next start
 * finds them. The folder is named after sizes and checksums of all of them, and a library
 * whose bytes are not those of the jar is unpacked again. A jar within a jar tells
 * neither; there the starts of the libraries take their place, which hold the identifier
 * of the build, and the checksum of what was unpacked is kept beside each library. Safe
 * for several processes: each writes a file of its own and moves it to its place.
 */
final class UnpackedLibraries {

	private static final Logger logger = LoggerFactory.getLogger(UnpackedLibraries.class);

	private static final List<String> ALL = Stream
		.concat(NativeLibraries.ALWAYS.stream(), Stream.of(ExecutionProvider.values()).map(ExecutionProvider::library))
		.toList();

	private static final String PARTIAL = ".partial";

	private static final String CHECKSUM = ".crc32";

	/** What a process that was killed left behind. */
	private static final Duration STALE = Duration.ofHours(1);

	private static final int HEAD = 64 << 10;

	private static final int BUFFER = 1 << 20;

	private static final long LARGE = 100L << 20;

	private final NativeLibraries libraries;

	private final Path parent;

	private final Path folder;

	/**
	 * Creates the folder's description; nothing is written.
	 * @param libraries the libraries of a jar
	 * @param parent where the folders of all builds are
	 */
	UnpackedLibraries(NativeLibraries libraries, Path parent) throws IOException {
		this.libraries = libraries;
		this.parent = parent;
		this.folder = parent.resolve(key(libraries));
	}

	private static String key(NativeLibraries libraries) throws IOException {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		for (String name : ALL) {
			Library library = libraries.find(name).orElse(null);
			if (library != null) {
				digest.update("%s %d %d\n".formatted(library.fileName(), library.size(), library.checksum())
					.getBytes(StandardCharsets.UTF_8));
				digest.update(library.isDescribed() ? new byte[0] : head(library));
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static byte[] head(Library library) throws IOException {
		try (InputStream stream = library.open()) {
			return stream.readNBytes(HEAD);
		}
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * Makes sure that libraries are there, and that nobody else can have put them there.
	 * @param names the libraries; one that the jar lacks is left out
	 */
	void unpack(List<String> names) throws IOException {
		TrustedFolder.make(this.parent);
		TrustedFolder.make(this.folder);
		for (String name : names) {
			Library library = this.libraries.find(name).orElse(null);
			if (library != null && !isThere(library)) {
				unpack(library);
			}
		}
	}

	private boolean isThere(Library library) throws IOException {
		Path file = this.folder.resolve(library.fileName());
		TrustedFolder.require(file);
		boolean complete = Files.isRegularFile(file) && (!library.isDescribed() || Files.size(file) == library.size());
		if (!complete) {
			return false;
		}
		try (InputStream stream = Files.newInputStream(file)) {
			return "%08x".formatted(copy(stream, OutputStream.nullOutputStream())).equals(expected(library));
		}
	}

	private String expected(Library library) throws IOException {
		Path kept = this.folder.resolve(library.fileName() + CHECKSUM);
		return library.isDescribed() ? "%08x".formatted(library.checksum())
				: Files.exists(kept) ? Files.readString(kept) : "";
	}

	private void unpack(Library library) throws IOException {
		deleteStale();
		if (library.size() > LARGE) {
			logger.info("Unpacking {} ({} MB) of {} into {}, once", library.fileName(), library.size() >> 20,
					this.libraries.place(), this.folder);
		}
		Path partial = Files.createTempFile(this.folder, library.fileName(), PARTIAL);
		try {
			try (InputStream stream = library.open(); OutputStream file = Files.newOutputStream(partial)) {
				long checksum = copy(stream, file);
				if (!library.isDescribed()) {
					TrustedFolder.share(Files.writeString(this.folder.resolve(library.fileName() + CHECKSUM),
							"%08x".formatted(checksum)));
				}
				else if (checksum != library.checksum()) {
					throw new IOException("%s of %s has the checksum %08x and should have %08x"
						.formatted(library.fileName(), this.libraries.place(), checksum, library.checksum()));
				}
			}
			TrustedFolder.share(partial);
			Files.move(partial, this.folder.resolve(library.fileName()), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			// Windows replaces no library that another process has loaded meanwhile.
			if (!isThere(library)) {
				throw ex;
			}
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	private void deleteStale() throws IOException {
		FileTime limit = FileTime.from(Instant.now().minus(STALE));
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(PARTIAL)).toList()) {
				// Another process may be faster in deleting it.
				if (Files.exists(file) && file.toFile().lastModified() < limit.toMillis()) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	/** Returns the checksum of what was copied. */
	private static long copy(InputStream from, OutputStream to) throws IOException {
		CheckedInputStream checked = new CheckedInputStream(from, new CRC32());
		byte[] buffer = new byte[BUFFER];
		for (int read = checked.read(buffer); read >= 0; read = checked.read(buffer)) {
			to.write(buffer, 0, read);
		}
		return checked.getChecksum().getValue();
	}

}
