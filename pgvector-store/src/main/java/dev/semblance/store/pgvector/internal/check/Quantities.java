package dev.semblance.store.pgvector.internal.check;

import java.util.Locale;

/**
 * Quantities as people read them.
 */
final class Quantities {

	private static final String[] UNITS = { "bytes", "kB", "MB", "GB", "TB" };

	private static final int STEP = 1024;

	private Quantities() {
	}

	/** Writes a number of bytes, in the units of PostgreSQL. */
	static String bytes(long bytes) {
		double value = bytes;
		int unit = 0;
		while (value >= STEP && unit < UNITS.length - 1) {
			value /= STEP;
			unit++;
		}
		return (unit == 0) ? bytes + " bytes"
				: String.format(Locale.ROOT, (value < 10) ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
	}

	/** Writes a large number. */
	static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/** Writes a share in hundredths. */
	static String percent(double share) {
		return String.format(Locale.ROOT, "%.0f %%", 100 * share);
	}

}
