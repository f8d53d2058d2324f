package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and the server, and lets things go wrong on their way. Safe for
 * concurrent use; closing it ends all connections and threads.
 */
public final class FaultProxy implements AutoCloseable {

	private static final Pattern URL = Pattern.compile("(jdbc:postgresql://)([^:/]+):(\\d+)(/.*)");

	private static final int JOIN_MILLIS = 100;

	private final Matcher server;

	private final ServerSocket acceptor;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final AtomicLong untilCut = new AtomicLong();

	private @Nullable NetworkFault fault;

	/**
	 * Opens a proxy.
	 * @param url the server's JDBC URL
	 */
	public FaultProxy(String url) {
		this.server = URL.matcher(url);
		if (!this.server.matches()) {
			throw new IllegalArgumentException("This names no host and port: " + url);
		}
		try {
			this.acceptor = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException("The proxy cannot listen.", ex);
		}
		run(this::accept);
	}

	/**
	 * Returns the server's address by way of this proxy.
	 * @return a JDBC URL
	 */
	public String url() {
		return this.server.group(1) + "127.0.0.1:" + this.acceptor.getLocalPort() + this.server.group(4);
	}

	/**
	 * Lets something go wrong from now on, instead of what was to go wrong before.
	 * @param fault what
	 */
	public synchronized void inject(NetworkFault fault) {
		this.fault = fault;
		if (fault instanceof NetworkFault.CutAfter cut) {
			this.untilCut.set(cut.bytes());
		}
		notifyAll();
	}

	/**
	 * Lets everything pass again.
	 */
	public synchronized void heal() {
		this.fault = null;
		notifyAll();
	}

	/**
	 * Tells whether something goes wrong, or is still to go wrong.
	 * @return whether it is so
	 */
	public synchronized boolean isFaulty() {
		return this.fault != null;
	}

	/**
	 * Ends all connections that are open now.
	 * @param ending how they end
	 */
	public void cutAll(NetworkFault.Ending ending) {
		this.connections.forEach((connection) -> connection.end(ending));
	}

	/**
	 * Returns how many connections are open.
	 * @return the number
	 */
	public int connections() {
		return this.connections.size();
	}

	@Override
	public void close() {
		heal();
		try {
			this.acceptor.close();
			while (!this.threads.isEmpty()) {
				// One may have been accepted a moment ago.
				cutAll(NetworkFault.Ending.CLOSED);
				for (Thread thread : this.threads) {
					thread.interrupt();
					thread.join(JOIN_MILLIS);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The proxy cannot be closed.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	synchronized @Nullable NetworkFault fault() {
		return this.fault;
	}

	/** Takes a fault that happens once. */
	synchronized boolean take(NetworkFault fault) {
		boolean taken = this.fault == fault;
		if (taken) {
			this.fault = null;
		}
		return taken;
	}

	/** Counts what a client sent, and returns how much may pass before the cut. */
	long passing(long bytes) {
		return Math.max(0, bytes + Math.min(0, this.untilCut.addAndGet(-bytes)));
	}

	synchronized void awaitFlow() throws InterruptedException {
		while (this.fault instanceof NetworkFault.Stalled) {
			wait();
		}
	}

	void ended(ProxiedConnection connection) {
		this.connections.remove(connection);
	}

	private void accept() {
		while (!this.acceptor.isClosed()) {
			try {
				connect(this.acceptor.accept());
			}
			catch (IOException ex) {
				// The proxy was closed, or the server does not run.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		Socket upstream = new Socket();
		ProxiedConnection connection = new ProxiedConnection(this, client, upstream);
		try {
			upstream.connect(new InetSocketAddress(this.server.group(2), Integer.parseInt(this.server.group(3))));
			client.setTcpNoDelay(true);
			upstream.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			connection.end(NetworkFault.Ending.RESET);
			throw ex;
		}
		this.connections.add(connection);
		run(connection::passRequests);
		run(connection::passAnswers);
	}

	private void run(Runnable work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			finally {
				this.threads.remove(Thread.currentThread());
			}
		}, "fault-proxy");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

}
