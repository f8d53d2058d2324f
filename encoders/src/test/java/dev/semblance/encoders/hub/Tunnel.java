package dev.semblance.encoders.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes connections on as they are: to a hub, or as a proxy to wherever the client
 * wants.
 */
final class Tunnel implements AutoCloseable {

	private final ServerSocket server;

	private final Opener opener;

	private final boolean proxy;

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final AtomicInteger refusals = new AtomicInteger();

	private Tunnel(ServerSocket server, Opener opener, boolean proxy) {
		this.server = server;
		this.opener = opener;
		this.proxy = proxy;
	}

	static Tunnel start(ServerSocket server, Opener opener) {
		return new Tunnel(server, opener, false).started();
	}

	static Tunnel proxy() throws IOException {
		return new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Tunnel::wanted, true).started();
	}

	private Tunnel started() {
		run(() -> {
			while (true) {
				Socket client = this.server.accept();
				run(() -> serve(client));
			}
		});
		return this;
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** Closes the next connections as soon as they are there. */
	void refuse(int connections) {
		this.refusals.set(connections);
	}

	/** What clients sent first. */
	List<String> heads() {
		return this.heads;
	}

	/** The first line of what clients sent first. */
	List<String> lines() {
		return this.heads.stream().map((head) -> head.lines().findFirst().orElse("")).toList();
	}

	private void serve(Socket client) throws IOException {
		if (this.refusals.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
			client.close();
			return;
		}
		try (client) {
			String head = this.proxy ? head(client.getInputStream()) : "";
			this.heads.add(head);
			try (Socket target = this.opener.open(head)) {
				if (head.startsWith("CONNECT ")) {
					client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
				}
				else {
					target.getOutputStream().write(withoutHost(head).getBytes(StandardCharsets.UTF_8));
				}
				run(() -> copy(client.getInputStream(), target.getOutputStream()));
				copy(target.getInputStream(), client.getOutputStream());
			}
		}
	}

	/** A connection to a proxy is used for one request after the other, also here. */
	private static String withoutHost(String head) {
		return head.replaceFirst(" http://[^/ ]+", " ").replaceFirst("\r\n", "\r\nConnection: close\r\n");
	}

	private static Socket wanted(String head) throws IOException {
		String target = head.split(" ")[1];
		URI address = URI.create(target.contains("://") ? target : "http://" + target);
		// Names of another machine all mean this one.
		String host = address.getHost().endsWith(".example") ? "127.0.0.1" : address.getHost();
		return new Socket(host, address.getPort());
	}

	private static String head(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				break;
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.UTF_8);
	}

	private static void copy(InputStream input, OutputStream output) throws IOException {
		byte[] buffer = new byte[8192];
		for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
			output.write(buffer, 0, read);
			output.flush();
		}
	}

	private static void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One of both ended the connection, or the test is over.
			}
		}, "test-tunnel");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/** Connects to where bytes go. */
	@FunctionalInterface
	interface Opener {

		/**
		 * Connects.
		 * @param head what the client sent first, if this is a proxy
		 */
		Socket open(String head) throws IOException;

	}

	/** May fail. */
	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
