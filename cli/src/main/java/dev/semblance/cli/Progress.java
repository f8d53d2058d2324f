package dev.semblance.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How far a task is, shown as a bar on standard error or not at all.
 */
final class Progress implements AutoCloseable {

	private static final long MEGABYTE = 1_000_000;

	private final @Nullable ProgressBar bar;

	private final LineOnConsole line;

	private Progress(@Nullable ProgressBar bar, LineOnConsole line) {
		this.bar = bar;
		this.line = line;
	}

	static Progress shown(String task, long total) {
		LineOnConsole line = new LineOnConsole();
		return new Progress(new ProgressBarBuilder().setTaskName(task).setInitialMax(total).setConsumer(line).build(),
				line);
	}

	/**
	 * Shows how much of a file is there, with rate and time left.
	 * @param file the file
	 * @param done bytes that were there before
	 * @param total bytes of the whole file
	 * @return the progress
	 */
	static Progress ofBytes(String file, long done, long total) {
		LineOnConsole line = new LineOnConsole();
		return new Progress(new ProgressBarBuilder().setTaskName(file)
			.setInitialMax(total)
			.startsFrom(done, Duration.ZERO)
			.setUnit(" MB", MEGABYTE)
			.showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
			.setConsumer(line)
			.build(), line);
	}

	static Progress hidden() {
		return new Progress(null, new LineOnConsole());
	}

	/**
	 * Moves to a step.
	 * @param step how many steps are done
	 */
	void to(long step) {
		if (this.bar != null) {
			this.bar.stepTo(step);
		}
	}

	@Override
	public void close() {
		if (this.bar != null) {
			this.bar.close();
			this.line.close();
		}
	}

	/** A bar that is closed before it was first drawn does not end its line itself. */
	private static final class LineOnConsole extends ConsoleProgressBarConsumer {

		private boolean ended;

		LineOnConsole() {
			super(System.err);
		}

		@Override
		public synchronized void close() {
			if (!this.ended) {
				this.ended = true;
				super.close();
			}
		}

	}

}
