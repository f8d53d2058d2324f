package dev.semblance.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How far a task is, shown as a bar on standard error or not at all.
 */
final class Progress implements AutoCloseable {

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
