package dev.semblance.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the command.
 *
 * @param exitCode its exit code
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandRun(int exitCode, String out, String err) {

	static final String MINILM = "sentence-transformers/all-MiniLM-L6-v2";

	static final String BGE = "BAAI/bge-small-en-v1.5";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** Runs the command in this JVM. */
	static CommandRun of(Object... arguments) {
		return in(System.getenv(), arguments);
	}

	/** Runs the command in this JVM as if it had another environment. */
	static CommandRun in(Map<String, String> environment, Object... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		String[] args = new String[arguments.length];
		for (int i = 0; i < args.length; i++) {
			args[i] = arguments[i].toString();
		}
		int exitCode = SemblanceCommandLine.run(new PrintWriter(out), new PrintWriter(err), environment, args);
		return new CommandRun(exitCode, out.toString(), err.toString());
	}

	/** Returns what was printed on standard output, if it is one JSON object. */
	JsonNode json() {
		return JSON.readTree(this.out);
	}

	/** Returns the number of lines on standard error. */
	long complaints() {
		return this.err.lines().count();
	}

}
