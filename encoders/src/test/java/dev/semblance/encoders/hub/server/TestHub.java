package dev.semblance.encoders.hub.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A hub on two ports of the loopback interface: the hub itself and, under another host
 * name, the host that has the bytes of large files. Without a rule it answers as the real
 * hub does.
 */
public final class TestHub implements AutoCloseable {

	private static final int BACKLOG = 200;

	private final ServerSocket first;

	private final ServerSocket second;

	private final HubSite site;

	private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

	private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	private TestHub(ServerSocket first, ServerSocket second) {
		this.first = first;
		this.second = second;
		this.site = new HubSite(secondHost());
	}

	/**
	 * Starts a hub without repositories.
	 * @return a hub that the caller must close
	 */
	public static TestHub start() {
		try {
			TestHub hub = new TestHub(
					new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 })),
					new ServerSocket(0, BACKLOG, InetAddress.getByName("localhost")));
			hub.listen(hub.first, hub.site);
			hub.listen(hub.second, new ByteSite(hub.site));
			return hub;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the address of the hub.
	 * @return scheme, host and port
	 */
	public URI endpoint() {
		return URI.create("http://127.0.0.1:%d".formatted(this.first.getLocalPort()));
	}

	/**
	 * Returns where the bytes of large files are.
	 * @return host and port, as requests name them in their header Host
	 */
	public String secondHost() {
		return "localhost:%d".formatted(this.second.getLocalPort());
	}

	/**
	 * Returns a repository.
	 * @param id its id
	 * @return the repository, a new one if there was none
	 */
	public TestRepository repository(String id) {
		return this.site.repository(id);
	}

	/**
	 * Redirects what asks for a repository to another one.
	 * @param from the id that no longer is one
	 * @param to the id that took its place
	 */
	public void moved(String from, String to) {
		this.site.moved(from, to);
	}

	/**
	 * Redirects what asks for a small file to another path of the hub, as the real hub
	 * does since 2025.
	 */
	public void redirectSmallFiles() {
		this.site.smallFilesElsewhere();
	}

	/**
	 * Adds a rule. Of the rules for a request the one that was added first wins, as long
	 * as it has answers left.
	 * @param matcher the requests that the rule is for
	 * @return a rule that does nothing before it has a fault
	 */
	public FaultRule on(RequestMatcher matcher) {
		FaultRule rule = new FaultRule(matcher);
		this.rules.add(rule);
		return rule;
	}

	/**
	 * Returns what both hosts were asked for so far.
	 * @return the requests in the order of their arrival
	 */
	public List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Counts the connections of both hosts.
	 * @return how many were accepted so far
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Closes all connections and both ports.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		try {
			this.first.close();
			this.second.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Nullable Fault received(ReceivedRequest request) {
		this.requests.add(request);
		for (FaultRule rule : this.rules) {
			Fault fault = rule.take(request);
			if (fault != null) {
				return fault;
			}
		}
		return null;
	}

	void ended(Socket socket) {
		this.open.remove(socket);
	}

	/** For so long, or until the hub is closed. */
	void pause(Duration time) throws IOException {
		try {
			if (this.closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new IOException("The hub is closed.");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private void listen(ServerSocket server, Site site) {
		start(() -> {
			try {
				while (true) {
					accepted(server.accept(), site);
				}
			}
			catch (IOException ex) {
				// The hub is closed.
			}
		});
	}

	private void accepted(Socket socket, Site site) throws IOException {
		this.connections.incrementAndGet();
		this.open.add(socket);
		if (this.closed.getCount() == 0) {
			socket.close();
		}
		start(new Connection(this, site, socket));
	}

	private static void start(Runnable runnable) {
		Thread thread = new Thread(runnable, "test-hub");
		thread.setDaemon(true);
		thread.start();
	}

}
