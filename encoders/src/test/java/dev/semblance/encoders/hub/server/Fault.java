package dev.semblance.encoders.hub.server;

import java.time.Duration;
import java.util.Map;

/**
 * What an answer does that it should not do. A share is one of the body's bytes, from 0
 * (only the headers) to 1.
 */
public sealed interface Fault {

	/**
	 * An answer without a body.
	 *
	 * @param code the status
	 * @param headers the headers
	 */
	record Status(int code, Map<String, String> headers) implements Fault {

		/**
		 * An answer without a body.
		 * @param code the status
		 * @param headers the headers
		 */
		public Status {
			headers = Map.copyOf(headers);
		}

	}

	/**
	 * The right headers, and the connection is closed within the body.
	 *
	 * @param share how much of the body is sent
	 */
	record Truncated(double share) implements Fault {

	}

	/**
	 * The right headers, and the connection is reset within the body.
	 *
	 * @param share how much of the body is sent
	 */
	record Reset(double share) implements Fault {

	}

	/**
	 * As long as it should be, but the byte in the middle of the body is another one.
	 */
	record Flipped() implements Fault {

	}

	/**
	 * A body, and the length in its headers, longer than the hub announced.
	 *
	 * @param bytes how many bytes follow the right ones
	 */
	record Longer(int bytes) implements Fault {

	}

	/**
	 * The right answer with a slow body.
	 *
	 * @param bytesPerSecond how slow
	 */
	record Trickle(int bytesPerSecond) implements Fault {

	}

	/**
	 * The right headers and a part of the body, then nothing more on a connection that
	 * stays open.
	 *
	 * @param share how much of the body is sent
	 */
	record Stalled(double share) implements Fault {

	}

	/**
	 * The whole body with status 200, although only a range was asked for.
	 */
	record WholeInsteadOfRange() implements Fault {

	}

	/**
	 * The whole body with status 200, although only a range was asked for, and the
	 * connection is closed within it.
	 *
	 * @param share how much of the body is sent
	 */
	record WholeTruncated(double share) implements Fault {

	}

	/**
	 * Another place.
	 *
	 * @param code the status
	 * @param location the place, sent as it is
	 */
	record Redirect(int code, String location) implements Fault {

	}

	/**
	 * No answer at all on a connection that stays open.
	 */
	record Silent() implements Fault {

	}

	/**
	 * The right answer, but late.
	 *
	 * @param time how late
	 */
	record Delayed(Duration time) implements Fault {

	}

}
