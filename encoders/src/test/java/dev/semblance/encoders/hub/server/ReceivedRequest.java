package dev.semblance.encoders.hub.server;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came in.
 *
 * @param method the method
 * @param host the header Host, which tells the hub and its second host apart
 * @param target path and query, still encoded
 * @param headers headers by their name in lower case
 */
public record ReceivedRequest(String method, String host, String target, Map<String, String> headers) {

	/**
	 * A request.
	 * @param method the method
	 * @param host the header Host
	 * @param target path and query, still encoded
	 * @param headers headers by their name in lower case
	 */
	public ReceivedRequest {
		headers = Map.copyOf(headers);
	}

	/**
	 * Returns the target without its query.
	 * @return the path, still encoded
	 */
	public String path() {
		int end = this.target.indexOf('?');
		return (end < 0) ? this.target : this.target.substring(0, end);
	}

	/**
	 * Returns the target after its path.
	 * @return the query without the question mark, empty if there is none
	 */
	public String query() {
		int end = this.target.indexOf('?');
		return (end < 0) ? "" : this.target.substring(end + 1);
	}

	/**
	 * Returns the value of a header.
	 * @param name the header's name in any case
	 * @return the value, several of the same name separated by commas
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

}
