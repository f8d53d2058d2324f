package dev.semblance.cli;

import java.util.function.Consumer;

import dev.semblance.store.pgvector.reembedding.FillReport;
import org.jspecify.annotations.Nullable;

/**
 * Shows how many documents have got their vectors, of those that lacked one.
 */
final class FillBar implements Consumer<FillReport>, AutoCloseable {

	private final ProgressOptions options;

	private @Nullable Progress bar;

	FillBar(ProgressOptions options) {
		this.options = options;
	}

	@Override
	public void accept(FillReport report) {
		if (this.bar == null) {
			this.bar = this.options.start("Encoding", report.written() + report.lacking());
		}
		this.bar.to(report.written());
	}

	@Override
	public void close() {
		if (this.bar != null) {
			this.bar.close();
		}
	}

}
