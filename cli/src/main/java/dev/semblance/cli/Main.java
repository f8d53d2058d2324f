package dev.semblance.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the {@code semblance} command and ends the JVM with its exit code.
 */
public final class Main {

	/** Lucene logs by java.util.logging; held here because loggers are held weakly. */
	private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

	/** The driver reports by exceptions; its log may name what a URL holds. */
	private static final Logger POSTGRES = Logger.getLogger("org.postgresql");

	private Main() {
	}

	/**
	 * Runs a command.
	 * @param args the command's arguments
	 */
	public static void main(String[] args) {
		LUCENE.setLevel(Level.SEVERE);
		POSTGRES.setLevel(Level.OFF);
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		System.exit(SemblanceCommandLine.run(out, err, System.getenv(), args));
	}

}
