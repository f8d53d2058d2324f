package dev.semblance.encoders.hub.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer before it is sent. Its headers are without the body's length.
 */
final class Reply {

	private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

	private final int code;

	private final SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final byte[] body;

	private Reply(int code, Map<String, String> headers, byte[] body) {
		this.code = code;
		this.headers.putAll(headers);
		this.body = body;
	}

	static Reply empty(int code, Map<String, String> headers) {
		return new Reply(code, headers, new byte[0]);
	}

	static Reply json(Object value) {
		return new Reply(200, Map.of("Content-Type", "application/json; charset=utf-8"),
				JsonMapper.shared().writeValueAsBytes(value));
	}

	static Reply redirect(int code, String location) {
		return new Reply(code, Map.of("Content-Type", "text/plain; charset=utf-8", "Location", location),
				"Redirecting to %s".formatted(location).getBytes(StandardCharsets.UTF_8));
	}

	static Reply error(int code, @Nullable String error, String message) {
		Reply json = json(Map.of("error", message));
		Reply reply = new Reply(code, json.headers, json.body).with("X-Error-Message", message);
		return (error != null) ? reply.with("X-Error-Code", error) : reply;
	}

	/** All of the content, or the part of it that the request asks for. */
	static Reply content(byte[] content, String etag, ReceivedRequest request) {
		Map<String, String> headers = Map.of("Accept-Ranges", "bytes", "ETag", etag, "Content-Type",
				"application/octet-stream");
		String range = request.header("Range");
		String condition = request.header("If-Range");
		Matcher matcher = RANGE.matcher((range != null) ? range : "");
		if (!matcher.matches() || (condition != null && !condition.equals(etag))) {
			return new Reply(200, headers, content);
		}
		long from = Long.parseLong(matcher.group(1));
		if (from >= content.length) {
			return empty(416, headers).with("Content-Range", "bytes */%d".formatted(content.length));
		}
		long last = content.length - 1L;
		long to = matcher.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(matcher.group(2)));
		return new Reply(206, headers, Arrays.copyOfRange(content, (int) from, (int) Math.max(from, to + 1)))
			.with("Content-Range", "bytes %d-%d/%d".formatted(from, to, content.length));
	}

	Reply with(String name, String value) {
		Reply reply = new Reply(this.code, this.headers, this.body);
		reply.headers.put(name, value);
		return reply;
	}

	Reply flipped() {
		byte[] other = this.body.clone();
		if (other.length > 0) {
			other[other.length / 2] ^= 1;
		}
		return new Reply(this.code, this.headers, other);
	}

	Reply longer(int bytes) {
		return new Reply(this.code, this.headers, Arrays.copyOf(this.body, this.body.length + bytes));
	}

	byte[] body() {
		return this.body;
	}

	byte[] head(boolean close) {
		StringBuilder head = new StringBuilder("HTTP/1.1 %d Status\r\n".formatted(this.code));
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		boolean bodiless = this.code == 204 || this.code == 304;
		if (!bodiless && !this.headers.containsKey("Content-Length")) {
			head.append("Content-Length: ").append(this.body.length).append("\r\n");
		}
		if (close) {
			head.append("Connection: close\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
	}

}
