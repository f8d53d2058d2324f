package dev.semblance.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a command prints its result: for people, or as one JSON object.
 */
@SuppressWarnings("NullAway.Init")
final class OutputOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--json", description = "Print the result as one JSON object, and nothing else.")
	private boolean json;

	/**
	 * Prints a result to the command's output.
	 * @param result values by name, in their order
	 */
	void print(Map<String, ?> result) {
		PrintWriter out = this.command.commandLine().getOut();
		if (this.json) {
			out.println(new JsonMapper().writeValueAsString(result));
			return;
		}
		int width = result.keySet().stream().mapToInt(String::length).max().orElse(1);
		result.forEach((name, value) -> out
			.println(name.replace('_', ' ') + " ".repeat(width - name.length() + 2) + forPeople(value)));
	}

	private static String forPeople(Object value) {
		return (value instanceof Double number) ? String.format(Locale.ROOT, "%.4f", number) : value.toString();
	}

}
