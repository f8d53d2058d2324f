package dev.semblance.cli;

import java.util.function.Consumer;

import dev.semblance.store.pgvector.IndexProgress;
import org.jspecify.annotations.Nullable;

/**
 * Shows a bar for each index that is built.
 */
final class IndexBars implements Consumer<IndexProgress>, AutoCloseable {

	private static final int STEPS = 100;

	private final ProgressOptions options;

	private String shown = "";

	private @Nullable Progress bar;

	IndexBars(ProgressOptions options) {
		this.options = options;
	}

	@Override
	public synchronized void accept(IndexProgress progress) {
		if (this.bar == null || !progress.index().equals(this.shown)) {
			close();
			this.shown = progress.index();
			this.bar = this.options.start("Building " + progress.index(), STEPS);
		}
		this.bar.to(Math.round(STEPS * progress.done()));
	}

	@Override
	public synchronized void close() {
		if (this.bar != null) {
			this.bar.close();
			this.bar = null;
		}
	}

}
