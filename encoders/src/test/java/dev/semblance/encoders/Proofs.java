package dev.semblance.encoders;

/**
 * How long a proof takes: a short form on every build, the full form when asked for.
 */
public final class Proofs {

	private static final boolean FULL = "full".equals(System.getProperty("semblance.proofs"));

	private Proofs() {
	}

	/**
	 * Chooses by {@code -Dsemblance.proofs=full}.
	 * @param brief what the short form does
	 * @param full what the full form does
	 */
	public static int size(int brief, int full) {
		return FULL ? full : brief;
	}

	/** Writes a line that belongs to the proof's record. */
	@SuppressWarnings({ "SystemOut", "AnnotateFormatMethod" })
	public static void record(String format, Object... arguments) {
		System.out.println("[proof] " + format.formatted(arguments));
	}

}
