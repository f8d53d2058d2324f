package dev.semblance.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: lines go to a temporary file beside it, which
 * takes its place, at once, when {@link #complete()} is called, and is deleted when this
 * is closed, or the JVM ends, before that.
 */
final class OutputFile implements AutoCloseable {

	private final Path target;

	private final Path temporary;

	private final FileChannel channel;

	private final OutputStream stream;

	private final ExitAction exitAction;

	private OutputFile(Path target, Path temporary) throws IOException {
		this.target = target;
		this.temporary = temporary;
		this.exitAction = new ExitAction(this::discard);
		try {
			this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			this.exitAction.close();
			throw ex;
		}
		this.stream = new BufferedOutputStream(Channels.newOutputStream(this.channel));
	}

	/**
	 * Starts a file.
	 * @param target the file; one that is there stays until the new one is complete
	 * @return the file, to be completed and closed
	 */
	static OutputFile create(Path target) {
		Path folder = target.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) {
			throw new OutputException("There is no folder %s for the output.".formatted(folder),
					"Create it or choose another.", null);
		}
		if (Files.isDirectory(target)) {
			throw new OutputException("The output %s is a folder.".formatted(target), "Name a file.", null);
		}
		try {
			return new OutputFile(target, folder.resolve(".semblance-" + UUID.randomUUID() + ".part"));
		}
		catch (IOException ex) {
			throw unwritable(target, ex);
		}
	}

	/**
	 * Writes a line.
	 * @param line the line, without its end
	 */
	void writeLine(String line) {
		try {
			this.stream.write(line.getBytes(StandardCharsets.UTF_8));
			this.stream.write('\n');
		}
		catch (IOException ex) {
			throw unwritable(this.target, ex);
		}
	}

	/**
	 * Puts the file in its place.
	 */
	synchronized void complete() {
		try {
			this.stream.flush();
			this.channel.force(true);
			this.channel.close();
			Files.move(this.temporary, this.target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw unwritable(this.target, ex);
		}
	}

	@Override
	public void close() {
		discard();
		this.exitAction.close();
	}

	private synchronized void discard() {
		try {
			this.channel.close();
			Files.deleteIfExists(this.temporary);
		}
		catch (IOException ex) {
			throw unwritable(this.temporary, ex);
		}
	}

	private static OutputException unwritable(Path file, IOException cause) {
		return new OutputException("%s cannot be written: %s.".formatted(file, cause),
				"Give a writable file with enough space.", cause);
	}

}
