package dev.semblance.store.pgvector.internal.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;

/**
 * Numbers as the server's binary formats hold them, and what all codecs complain about.
 */
final class Wire {

	static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

	static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Wire() {
	}

	/**
	 * Returns a number that is negative exactly if the bits are those of an infinite
	 * float or of NaN, so that a loop can collect it without a branch.
	 */
	static int notFinite(int floatBits) {
		return (floatBits & 0x7fff_ffff) + 0x0080_0000;
	}

	static void checkSize(String type, String what, int size, int most) {
		if (size < 1 || size > most) {
			throw new InvalidInputException("A %s cannot have %d %s.".formatted(type, size, what),
					"Use from 1 to %d.".formatted(most));
		}
	}

	static InvalidInputException refusedValue(String type, float value, int dimension) {
		return new InvalidInputException("A %s cannot hold %s, at dimension %d.".formatted(type, value, dimension),
				"Use finite values%s.".formatted(
						type.equals("halfvec") ? " up to %s, or a vector".formatted(HalfPrecision.LARGEST) : ""));
	}

	static StoreException malformed(String type, String problem) {
		return new StoreException("The database's %s %s.".formatted(type, problem),
				"Check that the column has the type %s, and that the server runs pgvector 0.8 or later."
					.formatted(type),
				null);
	}

}
