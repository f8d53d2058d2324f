package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the elements of a tensor are.
 */
public sealed interface TensorData {

	/**
	 * Returns the number of bytes.
	 * @return the size, -1 if only the file beside the ONNX file tells
	 */
	long size();

	/**
	 * Elements in memory, in little-endian order, possibly a slice of the whole file.
	 *
	 * @param bytes the elements, from position to limit
	 */
	record InMemory(ByteBuffer bytes) implements TensorData {

		/**
		 * Takes a view, so that whoever reads it changes no position.
		 */
		public InMemory {
			bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
		}

		@Override
		public ByteBuffer bytes() {
			return this.bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		}

		@Override
		public long size() {
			return this.bytes.limit();
		}

	}

	/**
	 * Elements in a file beside the ONNX file.
	 *
	 * @param location the file's name
	 * @param offset where they begin
	 * @param length number of bytes, -1 for all up to the end
	 */
	record External(String location, long offset, long length) implements TensorData {

		@Override
		public long size() {
			return this.length;
		}

	}

	/**
	 * Elements that are made of others when they are written, so that they are held one
	 * tensor at a time.
	 *
	 * @param size number of bytes
	 * @param conversion makes them
	 */
	record Converted(long size, Conversion conversion) implements TensorData {
	}

	/**
	 * Makes elements.
	 */
	@FunctionalInterface
	interface Conversion {

		/**
		 * Makes the elements.
		 * @return the elements in little-endian order, from position to limit
		 * @throws IOException if what they are made of cannot be read
		 */
		ByteBuffer convert() throws IOException;

	}

}
