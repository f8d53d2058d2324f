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

	private final @Nullable Bar bar;

	private Progress(@Nullable Bar bar) {
		this.bar = bar;
	}

	static Progress shown(String task, long total) {
		return new Progress(Bar.start(new ProgressBarBuilder().setTaskName(task).setInitialMax(total)));
	}

	/**
	 * Shows how much of a file is there, with rate and time left.
	 * @param file the file
	 * @param done bytes that were there before
	 * @param total bytes of the whole file
	 * @return the progress
	 */
	static Progress ofBytes(String file, long done, long total) {
		return new Progress(Bar.start(new ProgressBarBuilder().setTaskName(file)
			.setInitialMax(total)
			.startsFrom(done, Duration.ZERO)
			.setUnit(" MB", MEGABYTE)
			.showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))));
	}

	static Progress hidden() {
		return new Progress(null);
	}

	/**
	 * Moves to a step.
	 * @param step how many steps are done
	 */
	void to(long step) {
		if (this.bar != null) {
			this.bar.moving().stepTo(step);
		}
	}

	@Override
	public void close() {
		if (this.bar != null) {
			this.bar.end();
		}
	}

	private record Bar(ProgressBar moving, Line line) {

		static Bar start(ProgressBarBuilder builder) {
			Line line = new Line();
			return new Bar(builder.setConsumer(line).build(), line);
		}

		void end() {
			this.moving.close();
			this.line.end();
		}

	}

	/** A bar that is closed before it was drawn once does not end its line by itself. */
	private static final class Line extends ConsoleProgressBarConsumer {

		private boolean ended;

		Line() {
			super(System.err);
		}

		@Override
		public synchronized void close() {
			super.close();
			this.ended = true;
		}

		synchronized void end() {
			if (!this.ended) {
				close();
			}
		}

	}

}
