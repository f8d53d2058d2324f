package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One connection of a client with the server, and what goes wrong with it.
 */
final class ProxiedConnection {

	private static final int CHUNK = 8192;

	private final FaultProxy proxy;

	private final Socket client;

	private final Socket server;

	/** Set once the server's next answer is not to be heard. */
	private volatile NetworkFault.@Nullable Ending unheard;

	/** What the client said last, in case that words are cut in two. */
	private String said = "";

	ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
	}

	void passRequests() {
		pass(this.client, this.server, this::passRequest);
	}

	void passAnswers() {
		pass(this.server, this.client, this::passAnswer);
	}

	void end(NetworkFault.Ending ending) {
		for (Socket socket : new Socket[] { this.client, this.server }) {
			try (socket) {
				if (ending == NetworkFault.Ending.RESET) {
					socket.setSoLinger(true, 0);
				}
				else {
					socket.shutdownOutput();
				}
			}
			catch (IOException ex) {
				// It was at its end.
			}
		}
	}

	private void pass(Socket from, Socket to, Step step) {
		try (from; to) {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] chunk = new byte[CHUNK];
			int length = input.read(chunk);
			while (length >= 0) {
				if (this.proxy.fault() instanceof NetworkFault.Delayed delayed) {
					Thread.sleep(delayed.time().toMillis());
				}
				this.proxy.awaitFlow();
				step.pass(chunk, length, output);
				length = input.read(chunk);
			}
		}
		catch (IOException ex) {
			// One of the two, or a fault, ended it.
		}
		catch (InterruptedException ex) {
			// The proxy was closed.
		}
		finally {
			this.proxy.ended(this);
		}
	}

	private void passRequest(byte[] chunk, int length, OutputStream output) throws IOException {
		NetworkFault fault = this.proxy.fault();
		if (fault instanceof NetworkFault.CutAfter cut) {
			int passing = (int) this.proxy.passing(length);
			if (passing < length && this.proxy.take(cut)) {
				output.write(chunk, 0, passing);
				end(cut.ending());
				return;
			}
		}
		else if (fault instanceof NetworkFault.CutBefore cut) {
			if (says(cut.words(), chunk, length) && this.proxy.take(cut)) {
				end(cut.ending());
				return;
			}
		}
		else if (fault instanceof NetworkFault.CutAnswer cut) {
			if (says(cut.words(), chunk, length) && this.proxy.take(cut)) {
				this.unheard = cut.ending();
			}
		}
		output.write(chunk, 0, length);
	}

	private void passAnswer(byte[] chunk, int length, OutputStream output) throws IOException {
		NetworkFault.Ending ending = this.unheard;
		if (ending != null) {
			end(ending);
			return;
		}
		output.write(chunk, 0, length);
	}

	private boolean says(String words, byte[] chunk, int length) {
		String heard = this.said + new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
		this.said = heard.substring(Math.max(0, heard.length() - words.length() + 1));
		return heard.contains(words);
	}

	/** Passes on what one side said. */
	@FunctionalInterface
	private interface Step {

		void pass(byte[] chunk, int length, OutputStream output) throws IOException;

	}

}
