package dev.semblance.benchmarks.gpu;

import java.io.PrintStream;
import java.util.Locale;

import dev.semblance.encoders.ModelPrecision;

/**
 * The results, a line each as soon as there is one. A line begins with {@code row}, and
 * tabs stand between its columns: work, precision, length, metric, value, unit, verdict,
 * note.
 */
final class Rows {

	private static final String PASS = "PASS";

	private static final String FAIL = "FAIL";

	private static final String SKIPPED = "SKIPPED";

	private final PrintStream out;

	private boolean failed;

	Rows(PrintStream out) {
		this.out = out;
	}

	boolean failed() {
		return this.failed;
	}

	/**
	 * Starts the rows of one work.
	 * @param work its name
	 * @param precision in which numbers the model computes
	 * @param length of which texts, empty if that does not matter
	 * @return the rows
	 */
	Group of(String work, ModelPrecision precision, String length) {
		return new Group(work, precision.modelName(), length);
	}

	/** Rows that differ in what was measured only. */
	final class Group {

		private final String work;

		private final String precision;

		private final String length;

		private Group(String work, String precision, String length) {
			this.work = work;
			this.precision = precision;
			this.length = length;
		}

		Group measured(String metric, double value, String unit) {
			return add(metric, number(value), unit, "", "");
		}

		Group judged(String metric, double value, String unit, boolean passed, String note) {
			return add(metric, number(value), unit, passed ? PASS : FAIL, note);
		}

		Group failed(String metric, Throwable failure) {
			return add(metric, "", "", FAIL, failure.toString());
		}

		Group skipped(String metric, String note) {
			return add(metric, "", "", SKIPPED, note);
		}

		private Group add(String metric, String value, String unit, String verdict, String note) {
			Rows.this.failed |= verdict.equals(FAIL);
			Rows.this.out.println(String.join("\t", "row", this.work, this.precision, this.length, metric, value, unit,
					verdict, note.replaceAll("\\s+", " ")));
			Rows.this.out.flush();
			return this;
		}

		private static String number(double value) {
			return String.format(Locale.ROOT, (Math.abs(value) < 10) ? "%.6f" : "%.1f", value);
		}

	}

}
