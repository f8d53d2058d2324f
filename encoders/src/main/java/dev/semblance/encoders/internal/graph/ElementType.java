package dev.semblance.encoders.internal.graph;

import java.util.Arrays;
import java.util.Optional;

/**
 * Types of a tensor's elements, as far as weights of transformers have them.
 */
public enum ElementType {

	/** Single precision. */
	FLOAT(1, Float.BYTES, 4),

	/** Unsigned bytes. */
	UINT8(2, 1, 5),

	/** Signed bytes. */
	INT8(3, 1, 5),

	/** 32-bit integers. */
	INT32(6, Integer.BYTES, 5),

	/** 64-bit integers. */
	INT64(7, Long.BYTES, 7),

	/** Truth values, one byte each. */
	BOOL(9, 1, 5),

	/** Half precision. */
	FLOAT16(10, Short.BYTES, 5),

	/** Double precision. */
	DOUBLE(11, Double.BYTES, 10);

	private final int code;

	private final int size;

	private final int field;

	ElementType(int code, int size, int field) {
		this.code = code;
		this.size = size;
		this.field = field;
	}

	/**
	 * Finds a type by its number.
	 * @param code its {@code TensorProto.DataType}
	 * @return the type, if it is one of these
	 */
	public static Optional<ElementType> of(int code) {
		return Arrays.stream(values()).filter((type) -> type.code == code).findFirst();
	}

	/**
	 * Returns the type's number.
	 * @return its {@code TensorProto.DataType}
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns the size of an element.
	 * @return number of bytes
	 */
	public int size() {
		return this.size;
	}

	/** The field of {@code TensorProto} that holds elements which are not raw bytes. */
	int field() {
		return this.field;
	}

	/** Whether that field holds them as they would be raw. */
	boolean isPacked() {
		return this == FLOAT || this == DOUBLE;
	}

}
