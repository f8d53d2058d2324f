package dev.semblance.encoders.internal.hub;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.semblance.encoders.DownloadListener;
import org.jspecify.annotations.Nullable;

/**
 * Where models come from and where they are kept.
 *
 * @param endpoint the hub, without a {@code /} at its end
 * @param token what opens gated repositories; {@code null} without one
 * @param home the folder of everything that Semblance keeps
 * @param huggingFaceCache the cache of Hugging Face's tools; {@code null} not to look
 * there
 * @param offline whether nothing may be fetched
 * @param plainHttp whether a hub on another machine may be asked without encryption
 * @param proxy the proxy by address
 * @param certificates file with certificates to trust beside those of the Java platform
 * @param timeout how long a connection, and the beginning of an answer, may take
 * @param stallTimeout how long an answer may stand still
 * @param attempts how often a file is tried without getting further
 * @param firstPause the pause before the second attempt; each is twice as long as the one
 * before
 * @param maxFileSize most bytes of one file
 * @param listener is told of progress
 */
public record HubSettings(URI endpoint, @Nullable String token, Path home, @Nullable Path huggingFaceCache,
		boolean offline, boolean plainHttp, ProxySelector proxy, @Nullable Path certificates, Duration timeout,
		Duration stallTimeout, int attempts, Duration firstPause, long maxFileSize, DownloadListener listener) {

	/** Nobody prints a token by chance. */
	@Override
	public String toString() {
		return "HubSettings[endpoint=%s, home=%s, offline=%s]".formatted(this.endpoint, this.home, this.offline);
	}

}
