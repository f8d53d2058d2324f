package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.semblance.encoders.internal.onnx.ExternalLocation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of tensors, wherever they are. Those in a file are mapped into
 * memory, which costs no heap.
 *
 * @param folder the folder of the ONNX file, {@code null} if it is in no file system
 */
public record WeightReader(@Nullable Path folder) {

	/**
	 * Reads a tensor.
	 * @param tensor the tensor
	 * @return its elements in little-endian order, from position to limit
	 * @throws IOException if they cannot be read, or the file is shorter than it must be
	 */
	public ByteBuffer read(GraphTensor tensor) throws IOException {
		if (tensor.data() instanceof TensorData.InMemory memory) {
			return memory.bytes();
		}
		if (tensor.data() instanceof TensorData.Converted converted) {
			return converted.conversion().convert();
		}
		return map(tensor, (TensorData.External) tensor.data());
	}

	private ByteBuffer map(GraphTensor tensor, TensorData.External external) throws IOException {
		if (this.folder == null) {
			throw new IOException("the weights in '%s' are in no file system".formatted(external.location()));
		}
		ElementType type = ElementType.of(tensor.elementType())
			.orElseThrow(() -> new IOException(
					"tensor '%s' has the type %d, which is not known".formatted(tensor.name(), tensor.elementType())));
		long size = size(tensor, type);
		if (!ExternalLocation.isBeside(external.location())) {
			throw new IOException("tensor '%s' is in '%s', which is not beside the model".formatted(tensor.name(),
					external.location()));
		}
		try (FileChannel channel = FileChannel.open(this.folder.resolve(external.location()),
				StandardOpenOption.READ)) {
			if ((external.length() >= 0 && external.length() != size) || external.offset() < 0
					|| external.offset() > channel.size() - size) {
				throw new IOException("tensor '%s' has %,d bytes, and '%s' holds %,d for it".formatted(tensor.name(),
						size, external.location(), Math.max(0, channel.size() - external.offset())));
			}
			return channel.map(MapMode.READ_ONLY, external.offset(), size).order(ByteOrder.LITTLE_ENDIAN);
		}
	}

	private static long size(GraphTensor tensor, ElementType type) throws IOException {
		try {
			long size = Math.multiplyExact(tensor.elements(), type.size());
			if (size <= Integer.MAX_VALUE) {
				return size;
			}
		}
		catch (ArithmeticException ex) {
			// Larger still.
		}
		throw new IOException(
				"tensor '%s' of the shape %s has more than 2 GB".formatted(tensor.name(), tensor.dimensions()));
	}

}
