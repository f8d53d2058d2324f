package dev.semblance.store.pgvector.server;

import java.time.Duration;

/**
 * What goes wrong between a client and the server.
 */
public sealed interface NetworkFault {

	/**
	 * Everything arrives late, until the fault is over.
	 *
	 * @param time how late each part of it is
	 */
	record Delayed(Duration time) implements NetworkFault {
	}

	/** Nothing arrives any more, and nobody is told, until the fault is over. */
	record Stalled() implements NetworkFault {
	}

	/**
	 * A connection ends once its client has sent so much more, and the fault is over.
	 *
	 * @param bytes how much still arrives at the server
	 * @param ending how it ends
	 */
	record CutAfter(long bytes, Ending ending) implements NetworkFault {
	}

	/**
	 * A connection ends before the server is told something, and the fault is over.
	 *
	 * @param words what the client says then
	 * @param ending how it ends
	 */
	record CutBefore(String words, Ending ending) implements NetworkFault {
	}

	/**
	 * A connection ends when the server answers something, before the client hears it,
	 * and the fault is over.
	 *
	 * @param words what the client said
	 * @param ending how it ends
	 */
	record CutAnswer(String words, Ending ending) implements NetworkFault {
	}

	/** How a connection ends. */
	enum Ending {

		/** As if the other side had closed it. */
		CLOSED,

		/** As if the other side knew nothing of it. */
		RESET

	}

}
