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

	private Progress(@Nullable ProgressBar bar) {
		this.bar = bar;
	}

	static Progress shown(String task, long total) {
		return new Progress(new ProgressBarBuilder().setTaskName(task)
			.setInitialMax(total)
			.setConsumer(new ConsoleProgressBarConsumer(System.err))
			.build());
	}

	/**
	 * Shows how much of a file is there, with rate and time left.
	 * @param file the file
	 * @param done bytes that were there before
	 * @param total bytes of the whole file
	 * @return the progress
	 */
	static Progress ofBytes(String file, long done, long total) {
		return new Progress(new ProgressBarBuilder().setTaskName(file)
			.setInitialMax(total)
			.startsFrom(done, Duration.ZERO)
			.setUnit(" MB", MEGABYTE)
			.showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
			.setConsumer(new ConsoleProgressBarConsumer(System.err))
			.build());
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
			this.bar.stepTo(step);
		}
	}

	@Override
	public void close() {
		if (this.bar != null) {
			this.bar.close();
		}
	}

}
