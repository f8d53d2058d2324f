package dev.semblance.benchmarks.protocol;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Answers commands from standard input until {@code quit} or its end.
 */
public final class ContestantServer {

	private ContestantServer() {
	}

	/**
	 * Serves one contestant. Standard output carries answers only: whatever a library
	 * prints goes to standard error.
	 * @param contestant the library
	 * @throws IOException if standard input fails
	 */
	public static void serve(Contestant contestant) throws IOException {
		PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		System.setOut(System.err);
		Commands commands = new Commands(contestant);
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = lines.readLine();
		while (line != null && !line.equals("quit")) {
			answers.println(answer(commands, line));
			line = lines.readLine();
		}
		// The pools of some libraries would keep the process for a while.
		System.exit(0);
	}

	private static Answer answer(Commands commands, String line) {
		try {
			return commands.run(line.split(" "));
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return new Answer().put("error", ex.toString());
		}
	}

}
