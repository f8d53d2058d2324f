package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An answer that says: not now. It may say when.
 */
final class RetryableStatus extends IOException {

	private static final long serialVersionUID = 1L;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int SERVER_ERROR = 500;

	private static final Pattern RESET = Pattern.compile(";\\s*t=(\\d{1,9})\\b");

	private final transient Optional<Duration> pause;

	private RetryableStatus(int status, Optional<Duration> pause) {
		super("it answers with status %d%s".formatted(status,
				pause.map((time) -> " and asks to wait %d s".formatted(time.toSeconds())).orElse("")));
		this.pause = pause;
	}

	static void throwIfRetryable(HttpResponse<InputStream> response) throws IOException {
		int status = response.statusCode();
		if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= SERVER_ERROR) {
			response.body().close();
			throw new RetryableStatus(status,
					response.headers()
						.firstValue("Retry-After")
						.flatMap(RetryableStatus::pause)
						.or(() -> response.headers().firstValue("RateLimit").flatMap(RetryableStatus::reset)));
		}
	}

	/** Seconds, or a date. */
	private static Optional<Duration> pause(String value) {
		if (value.strip().matches("\\d{1,9}")) {
			return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
		}
		try {
			Duration until = Duration.between(ZonedDateTime.now(ZoneOffset.UTC),
					ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
			return Optional.of(until.isNegative() ? Duration.ZERO : until);
		}
		catch (DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	/** As the hub says it: {@code "api";r=0;t=55} has nothing left for 55 seconds. */
	private static Optional<Duration> reset(String value) {
		return RESET.matcher(value)
			.results()
			.findFirst()
			.map((match) -> Duration.ofSeconds(Long.parseLong(match.group(1))));
	}

	Optional<Duration> pause() {
		return this.pause;
	}

}
