package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders that programs and models are loaded from: nobody but their owner may write
 * them, and that is the user of the process, or root, who baked an image.
 */
public final class TrustedFolder {

	private static final String USER_ID = "unix:uid";

	private static final String GROUP_ID = "unix:gid";

	/** A process with privileges of its own does not own its folder there. */
	private static final Path PROCESS = Path.of("/proc/self/status");

	private static final Pattern EFFECTIVE_USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

	private TrustedFolder() {
	}

	/**
	 * Refuses a home of which the Java platform knows nothing, as for a user without an
	 * entry in /etc/passwd.
	 * @param home the folder of everything that Semblance keeps
	 * @throws IOException if it is none
	 */
	public static void requireHome(Path home) throws IOException {
		if (home.startsWith("?")) {
			throw new IOException("the user has no home folder; set SEMBLANCE_HOME to one that can be written");
		}
	}

	/**
	 * Creates a folder that only the user may write, or makes sure that it is one.
	 * @param folder the folder
	 * @throws IOException if it cannot be created, or others may write it
	 */
	public static void make(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			Files.createDirectories(folder);
			if (POSIX) {
				Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
		require(folder);
	}

	/**
	 * Lets everybody read and nobody else write a file.
	 * @param file the file
	 * @throws IOException if that cannot be
	 */
	public static void share(Path file) throws IOException {
		if (POSIX) {
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		}
	}

	/**
	 * Makes sure that nobody else can have put something there.
	 * @param path a folder or a file; nothing is wrong with one that is not there
	 * @throws IOException if others may write it
	 */
	public static void require(Path path) throws IOException {
		if (!POSIX || !Files.exists(path)) {
			return;
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
		boolean groupOfRoot = Integer.valueOf(0).equals(Files.getAttribute(path, GROUP_ID));
		boolean writable = permissions.contains(PosixFilePermission.OTHERS_WRITE)
				|| (permissions.contains(PosixFilePermission.GROUP_WRITE) && !groupOfRoot);
		if (writable) {
			throw new AccessDeniedException(path.toString(), null,
					"others may write it, and could replace what is in it");
		}
		String owner = String.valueOf(Files.getAttribute(path, USER_ID));
		Matcher user = EFFECTIVE_USER.matcher(Files.exists(PROCESS) ? Files.readString(PROCESS) : "");
		if (!owner.equals("0") && user.find() && !owner.equals(user.group(1))) {
			throw new AccessDeniedException(path.toString(), null, "it belongs to another user");
		}
	}

}
