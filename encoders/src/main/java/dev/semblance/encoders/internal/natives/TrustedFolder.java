package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that programs are loaded from: nobody but their owner may write them, and that
 * is the user of the process, or root, who baked an image.
 */
final class TrustedFolder {

	private static final String USER_ID = "unix:uid";

	private static final String GROUP_ID = "unix:gid";

	private static final Path PROCESS = Path.of("/proc/self");

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

	private TrustedFolder() {
	}

	/**
	 * Creates a folder that only the user may write, or makes sure that it is one.
	 */
	static void make(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			Files.createDirectories(folder);
			if (POSIX) {
				Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
		require(folder);
	}

	/** Lets everybody read and nobody else write a file. */
	static void share(Path file) throws IOException {
		if (POSIX) {
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		}
	}

	/**
	 * Makes sure that nobody else can have put a program there.
	 * @param path a folder or a file
	 */
	static void require(Path path) throws IOException {
		if (!POSIX || !Files.exists(path)) {
			return;
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
		boolean groupOfRoot = Integer.valueOf(0).equals(Files.getAttribute(path, GROUP_ID));
		boolean writable = permissions.contains(PosixFilePermission.OTHERS_WRITE)
				|| (permissions.contains(PosixFilePermission.GROUP_WRITE) && !groupOfRoot);
		if (writable) {
			throw new AccessDeniedException(path.toString(), null,
					"others may write it, and could replace the programs in it");
		}
		Object owner = Files.getAttribute(path, USER_ID);
		boolean known = Files.exists(PROCESS);
		if (known && !Integer.valueOf(0).equals(owner) && !owner.equals(Files.getAttribute(PROCESS, USER_ID))) {
			throw new AccessDeniedException(path.toString(), null, "it belongs to another user");
		}
	}

}
