package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.nio.file.Path;

import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.internal.model.HubReference;

/**
 * What is wrong on this machine rather than with the hub.
 *
 * @param settings where models are looked for and where they are kept
 */
record HubProblems(HubSettings settings) {

	ModelDownloadException notWritable(IOException cause) {
		return new ModelDownloadException(
				"The cache folder %s cannot be written: %s.".formatted(this.settings.home(), cause),
				"Make it writable, or set SEMBLANCE_HOME to another folder.", cause);
	}

	/**
	 * Something is missing that may not be fetched.
	 * @param what what it is
	 * @param reference the model to pull
	 */
	ModelNotFoundException offline(String what, HubReference reference) {
		Path others = this.settings.huggingFaceCache();
		return new ModelNotFoundException(
				"%s is neither on the class path nor in the cache %s%s, and nothing may be fetched (offline)."
					.formatted(what, this.settings.home(),
							(others != null) ? ", nor in that of Hugging Face's tools, %s".formatted(others) : ""),
				"Run 'semblance pull %s' where there is a network and copy the cache, or allow it (HF_HUB_OFFLINE, "
					.formatted(reference) + "semblance.hub.offline).");
	}

}
