package dev.semblance.encoders.internal.optimized;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What a file is known by. The checksum finds what a disk or a power cut did to it, at
 * the speed of reading; nobody but the owner of the folder can write it at all.
 *
 * @param size number of bytes
 * @param crc32c checksum in lower-case hexadecimal
 */
record StoredFile(long size, String crc32c) {

	private static final int BUFFER = 1 << 20;

	/**
	 * Reads a file.
	 * @param file the file, no link
	 */
	static StoredFile read(Path file) throws IOException {
		CRC32C checksum = new CRC32C();
		long size = 0;
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
			while (channel.read(buffer) >= 0) {
				size += buffer.flip().remaining();
				checksum.update(buffer);
				buffer.clear();
			}
		}
		return new StoredFile(size, "%08x".formatted(checksum.getValue()));
	}

}
