package dev.semblance.encoders.internal.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The element types of numbers, by the names of safetensors.
 */
enum FloatType {

	/** Half precision. */
	F16(Short.BYTES) {
		@Override
		float next(ByteBuffer bytes) {
			return HalfFloat.toFloat(bytes.getShort());
		}
	},

	/** The upper half of a number in single precision. */
	BF16(Short.BYTES) {
		@Override
		float next(ByteBuffer bytes) {
			return Float.intBitsToFloat(bytes.getShort() << 16);
		}
	},

	/** Single precision. */
	F32(Float.BYTES) {
		@Override
		float next(ByteBuffer bytes) {
			return bytes.getFloat();
		}
	},

	/** Double precision. */
	F64(Double.BYTES) {
		@Override
		float next(ByteBuffer bytes) {
			return (float) bytes.getDouble();
		}
	};

	private final int size;

	FloatType(int size) {
		this.size = size;
	}

	int size() {
		return this.size;
	}

	abstract float next(ByteBuffer bytes);

	void read(ByteBuffer bytes, float[] values) {
		for (int i = 0; i < values.length; i++) {
			values[i] = next(bytes);
		}
	}

	static Optional<FloatType> named(String name) {
		return Arrays.stream(values()).filter((type) -> type.name().equals(name)).findFirst();
	}

	static List<String> names() {
		return Arrays.stream(values()).map(FloatType::name).toList();
	}

}
