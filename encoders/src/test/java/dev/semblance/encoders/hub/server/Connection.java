package dev.semblance.encoders.hub.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One connection with a client, from its first to its last request.
 */
final class Connection implements Runnable {

	private static final int TICKS_PER_SECOND = 20;

	private static final Duration DELIVERY = Duration.ofMillis(50);

	private final TestHub hub;

	private final Site site;

	private final Socket socket;

	Connection(TestHub hub, Site site, Socket socket) {
		this.hub = hub;
		this.site = site;
		this.socket = socket;
	}

	@Override
	public void run() {
		try (this.socket) {
			this.socket.setTcpNoDelay(true);
			InputStream input = new BufferedInputStream(this.socket.getInputStream());
			ReceivedRequest request = read(input);
			while (request != null && answer(request, this.hub.received(request), input)) {
				request = read(input);
			}
		}
		catch (IOException ex) {
			// The client, or the end of the test, closed the connection.
		}
		finally {
			this.hub.ended(this.socket);
		}
	}

	private boolean answer(ReceivedRequest request, @Nullable Fault fault, InputStream input) throws IOException {
		if (fault instanceof Fault.Silent) {
			return hold(input);
		}
		if (fault instanceof Fault.Delayed delayed) {
			this.hub.pause(delayed.time());
		}
		Reply reply = reply(request, fault);
		byte[] body = request.method().equals("HEAD") ? new byte[0] : reply.body();
		boolean close = "close".equalsIgnoreCase(request.header("Connection"));
		OutputStream output = this.socket.getOutputStream();
		output.write(reply.head(close));
		if (fault instanceof Fault.Trickle trickle) {
			trickle(output, body, trickle.bytesPerSecond());
		}
		else if (fault instanceof Fault.Truncated truncated) {
			output.write(body, 0, part(body, truncated.share()));
			return false;
		}
		else if (fault instanceof Fault.WholeTruncated truncated) {
			output.write(body, 0, part(body, truncated.share()));
			return false;
		}
		else if (fault instanceof Fault.Reset reset) {
			output.write(body, 0, part(body, reset.share()));
			// A reset overtakes what the client has not read.
			this.hub.pause(DELIVERY);
			this.socket.setSoLinger(true, 0);
			return false;
		}
		else if (fault instanceof Fault.Stalled stalled) {
			output.write(body, 0, part(body, stalled.share()));
			return hold(input);
		}
		else {
			output.write(body);
		}
		return !close;
	}

	private Reply reply(ReceivedRequest request, @Nullable Fault fault) {
		if (fault instanceof Fault.Status status) {
			return Reply.empty(status.code(), status.headers());
		}
		if (fault instanceof Fault.Redirect redirect) {
			return Reply.redirect(redirect.code(), redirect.location());
		}
		if (fault instanceof Fault.WholeInsteadOfRange || fault instanceof Fault.WholeTruncated) {
			Map<String, String> headers = new HashMap<>(request.headers());
			headers.remove("range");
			return this.site.answer(new ReceivedRequest(request.method(), request.host(), request.target(), headers));
		}
		Reply reply = this.site.answer(request);
		if (fault instanceof Fault.Flipped) {
			return reply.flipped();
		}
		return (fault instanceof Fault.Longer longer) ? reply.longer(longer.bytes()) : reply;
	}

	private void trickle(OutputStream output, byte[] body, int bytesPerSecond) throws IOException {
		int size = Math.max(1, bytesPerSecond / TICKS_PER_SECOND);
		Duration tick = Duration.ofNanos(1_000_000_000L * size / bytesPerSecond);
		for (int start = 0; start < body.length; start += size) {
			output.write(body, start, Math.min(size, body.length - start));
			this.hub.pause(tick);
		}
	}

	/** Until the client gives up or the test is over. */
	private static boolean hold(InputStream input) throws IOException {
		while (input.read() >= 0) {
			// Whatever else the client sends has no answer either.
		}
		return false;
	}

	private static int part(byte[] body, double share) {
		return (int) Math.min(body.length, Math.round(body.length * share));
	}

	private static @Nullable ReceivedRequest read(InputStream input) throws IOException {
		String line = line(input);
		String[] parts = (line != null) ? line.split(" ") : new String[0];
		if (parts.length != 3) {
			return null;
		}
		Map<String, String> headers = new HashMap<>();
		for (String header = line(input); header != null && !header.isEmpty(); header = line(input)) {
			int colon = header.indexOf(':');
			headers.merge(header.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT),
					header.substring(colon + 1).strip(), "%s, %s"::formatted);
		}
		input.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
		return new ReceivedRequest(parts[0], headers.getOrDefault("host", ""), parts[1], headers);
	}

	private static @Nullable String line(InputStream input) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = input.read(); next != '\n'; next = input.read()) {
			if (next < 0) {
				return null;
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

}
