package dev.semblance.cli;

import java.util.Map;

import dev.semblance.encoders.DownloadListener;
import dev.semblance.encoders.ModelHub;
import org.jspecify.annotations.Nullable;

/**
 * The hub that models of one run of the command come from, and how the run shows what is
 * fetched.
 */
final class CommandHub implements AutoCloseable {

	private final Map<String, String> environment;

	private final DownloadBars bars = new DownloadBars();

	private @Nullable ModelHub hub;

	/**
	 * Creates access to a hub; the environment is not read before it is needed.
	 * @param environment variables that say which hub it is and where models are kept
	 */
	CommandHub(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Returns the hub, always the same.
	 * @param display how it shows what is fetched
	 * @return the hub
	 */
	ModelHub of(ProgressOptions.Display display) {
		if (this.hub == null) {
			ModelHub.Builder builder = ModelHub.builder(this.environment);
			DownloadListener listener = switch (display) {
				case BARS -> this.bars;
				case NOTHING -> (progress) -> {
				};
				// As the hub does by itself.
				case LINES -> null;
			};
			this.hub = ((listener != null) ? builder.listener(listener) : builder).build();
		}
		return this.hub;
	}

	/** Ends a bar that is not full, so that what is printed next has its own line. */
	@Override
	public void close() {
		this.bars.close();
	}

}
