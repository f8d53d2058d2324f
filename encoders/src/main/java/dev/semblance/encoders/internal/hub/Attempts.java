package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ModelDownloadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at one thing: how many there may be, and the pauses between them. An attempt
 * that got further by a good piece makes up for those before it.
 */
final class Attempts {

	private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

	/** The hub counts requests within so long; who waits longer wants to be told. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private static final Duration LONGEST_OWN_PAUSE = Duration.ofSeconds(30);

	private static final double JITTER = 0.25;

	private final HubSettings settings;

	private final String wanted;

	private int failed;

	/**
	 * Starts.
	 * @param wanted what is wanted, to begin a message with:
	 * {@code The list of files of X}
	 */
	Attempts(HubSettings settings, String wanted) {
		this.settings = settings;
		this.wanted = wanted;
	}

	/** Forgets what failed, because the last attempt got further. */
	void gotFurther() {
		this.failed = 0;
	}

	/**
	 * Waits for the next attempt.
	 * @param failure why the last one failed
	 * @throws ModelDownloadException if there is no next one
	 */
	void failed(IOException failure) {
		this.failed++;
		Duration pause = pause(failure);
		if (isRefusedCertificate(failure) || this.failed >= this.settings.attempts()
				|| pause.compareTo(LONGEST_PAUSE) > 0) {
			throw new ModelDownloadException("%s could not be fetched from %s: %s, at attempt %d of %d.".formatted(
					this.wanted, HubRequests.host(this.settings.endpoint()), reason(failure), this.failed,
					this.settings.attempts()), remedy(failure), failure);
		}
		logger.info("{} could not be fetched ({}); trying again in {} ms", this.wanted, reason(failure),
				pause.toMillis());
		sleep(pause);
	}

	/** That does not change by itself; a connection that broke does. */
	private static boolean isRefusedCertificate(IOException failure) {
		return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
			.anyMatch(CertificateException.class::isInstance);
	}

	private Duration pause(IOException failure) {
		Duration own = this.settings.firstPause().multipliedBy(1L << Math.min(this.failed - 1, 16));
		long capped = Math.min(own.toMillis(), LONGEST_OWN_PAUSE.toMillis());
		// So that many processes that failed together do not come back together.
		Duration spread = Duration
			.ofMillis((long) (capped * ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER)));
		return (failure instanceof RetryableStatus status) ? status.pause().orElse(spread) : spread;
	}

	private static String reason(IOException failure) {
		String message = failure.getMessage();
		return (failure instanceof RetryableStatus && message != null) ? message : failure.toString();
	}

	private String remedy(IOException failure) {
		if (failure instanceof SSLException) {
			return "Where a proxy has a certificate of its own, name it (SSL_CERT_FILE, semblance.hub.certificates); "
					+ "else check the endpoint.";
		}
		return "Try again later, what was fetched is kept; check network and proxy (HTTPS_PROXY), or fetch the model on "
				+ "another machine by 'semblance pull' and copy %s.".formatted(this.settings.home().resolve("models"));
	}

	private void sleep(Duration pause) {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CallCancelledException("Waiting to fetch %s again was interrupted.".formatted(this.wanted),
					"Load the model again; what was fetched is kept.");
		}
	}

}
