package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes files so that whatever happens, each is there whole or not at all.
 */
public final class DurableFiles {

	private DurableFiles() {
	}

	/**
	 * Writes or replaces a small file. Its folder must not be written by others
	 * meanwhile.
	 * @param file the file
	 * @param bytes what it is to hold
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, byte[] bytes) throws IOException {
		Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
		try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
		move(temporary, file);
	}

	/**
	 * Moves a file that is on the disk already to its place, replacing what is there; or
	 * a folder, where nothing may be there.
	 * @param from where it is
	 * @param to its place, on the same file system
	 * @throws IOException if it cannot be moved
	 */
	public static void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		forceFolder(Objects.requireNonNull(to.getParent()));
	}

	/** So that the new name outlives a power cut; not every system can do it. */
	private static void forceFolder(Path folder) {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// Windows opens no folders, and keeps names without being asked.
		}
	}

}
