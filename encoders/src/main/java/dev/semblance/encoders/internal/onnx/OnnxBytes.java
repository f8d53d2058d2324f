package dev.semblance.encoders.internal.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;

/**
 * An ONNX file in native memory, with room behind it for an overlay: ONNX Runtime takes a
 * direct buffer without copying it through the heap.
 */
public final class OnnxBytes {

	/** An overlay has about a kilobyte. */
	private static final int ROOM = 64 * 1024;

	private final ByteBuffer bytes;

	private final OnnxModel model;

	private OnnxBytes(ByteBuffer bytes, OnnxModel model) {
		this.bytes = bytes;
		this.model = model;
	}

	/**
	 * Reads a file.
	 * @param files the model's files
	 * @param path the ONNX file
	 * @return its bytes and what they say
	 * @throws InvalidModelException if the file cannot be read, is too large or is no
	 * ONNX file, or points to external data outside its folder
	 */
	public static OnnxBytes read(ModelFiles files, String path) {
		String name = files.describe(path);
		try {
			long size = requireSize(files, path);
			ByteBuffer bytes = ByteBuffer.allocateDirect((int) size + ROOM);
			try (InputStream stream = files.open(path); ReadableByteChannel channel = Channels.newChannel(stream)) {
				bytes.limit((int) size);
				int read = 0;
				while (bytes.hasRemaining() && read >= 0) {
					read = channel.read(bytes);
				}
			}
			OnnxModel model = OnnxModelReader.read(bytes.flip());
			model.externalData().forEach((location) -> requireBeside(name, location));
			return new OnnxBytes(bytes, model);
		}
		catch (IOException ex) {
			throw unreadable(name, ex);
		}
	}

	private static long requireSize(ModelFiles files, String path) throws IOException {
		long size = files.size(path);
		if (size > Integer.MAX_VALUE - ROOM) {
			throw new InvalidModelException(
					"%s has %,d bytes; an ONNX file cannot have more than 2 GB.".formatted(files.describe(path), size),
					"Export the model with external data.");
		}
		return size;
	}

	/**
	 * Tells which files hold weights of an ONNX file, without holding the weights.
	 * @param files the model's files
	 * @param path the ONNX file
	 * @return names of files in the same folder
	 * @throws InvalidModelException as for {@link #read(ModelFiles, String)}
	 */
	public static List<String> externalData(ModelFiles files, String path) {
		String name = files.describe(path);
		try (InputStream stream = files.open(path)) {
			List<String> locations = OnnxModelReader.read(stream).externalData();
			locations.forEach((location) -> requireBeside(name, location));
			return locations;
		}
		catch (IOException ex) {
			throw unreadable(name, ex);
		}
	}

	private static InvalidModelException unreadable(String name, IOException cause) {
		return new InvalidModelException("%s is not a readable ONNX file: %s.".formatted(name, cause.getMessage()),
				"Fetch the file again; a file of about 130 bytes is a Git LFS pointer, not the model.", cause);
	}

	private static void requireBeside(String name, String location) {
		if (!ExternalLocation.isBeside(location)) {
			throw new InvalidModelException("%s wants to read its weights from '%s'.".formatted(name, location),
					"Weights must stand in a file beside it; do not use this model.");
		}
	}

	/**
	 * Returns what the file says.
	 * @return the model
	 */
	public OnnxModel model() {
		return this.model;
	}

	/**
	 * Returns the file.
	 * @return its bytes in a direct buffer, from position to limit
	 */
	public ByteBuffer bytes() {
		return this.bytes.asReadOnlyBuffer();
	}

	/**
	 * Writes an overlay behind the file.
	 * @param overlay the overlay's bytes
	 * @return file and overlay, from position to limit
	 */
	public ByteBuffer append(byte[] overlay) {
		int size = this.bytes.limit();
		ByteBuffer merged = this.bytes.duplicate();
		if (overlay.length > merged.capacity() - size) {
			merged = enlarged(size, overlay.length);
		}
		merged.position(size).limit(size + overlay.length);
		merged.put(overlay);
		return merged.flip();
	}

	/** Only an overlay with weights of its own, such as those of a Dense, is so large. */
	private ByteBuffer enlarged(int size, int more) {
		if (more > Integer.MAX_VALUE - size) {
			throw new InvalidModelException(
					"The ONNX file has %,d bytes, and the modules behind it %,d; together they cannot have more than 2 GB."
						.formatted(size, more),
					"Export the model with external data.");
		}
		return ByteBuffer.allocateDirect(size + more).put(this.bytes.duplicate());
	}

}
