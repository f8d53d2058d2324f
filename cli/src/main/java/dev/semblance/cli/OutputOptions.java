package dev.semblance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
	 * Prints a result to the command's output. For people a list is numbered, one entry
	 * on each line, below everything else.
	 * @param result values by name, in their order
	 */
	void print(Map<String, ?> result) {
		print(result, () -> result);
	}

	/**
	 * Prints a result that people are shown in another form.
	 * @param result values by name, in their order
	 * @param forPeople asked for the form for people if that is printed
	 */
	void print(Map<String, ?> result, Supplier<? extends Map<String, ?>> forPeople) {
		if (this.json) {
			this.command.commandLine().getOut().println(ResultJson.of(result));
		}
		else {
			printForPeople(forPeople.get());
		}
	}

	/**
	 * Prints a result that people are shown as a text.
	 * @param result values by name, in their order
	 * @param forPeople asked for the text if that is printed; whole lines
	 */
	void printText(Map<String, ?> result, Supplier<String> forPeople) {
		PrintWriter out = this.command.commandLine().getOut();
		if (this.json) {
			out.println(ResultJson.of(result));
		}
		else {
			out.print(forPeople.get());
		}
	}

	private void printForPeople(Map<String, ?> result) {
		PrintWriter out = this.command.commandLine().getOut();
		int width = result.keySet().stream().mapToInt(String::length).max().orElse(1);
		result.forEach((name, value) -> {
			if (!(value instanceof List<?>)) {
				out.println(name.replace('_', ' ') + " ".repeat(width - name.length() + 2) + forPeople(value));
			}
		});
		result.values().forEach((value) -> {
			if (value instanceof List<?> entries) {
				print(entries, out);
			}
		});
	}

	private static void print(List<?> entries, PrintWriter out) {
		for (int i = 0; i < entries.size(); i++) {
			out.println("%3d  %s".formatted(i + 1, forPeople(entries.get(i))));
		}
	}

	private static String forPeople(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map.values()
				.stream()
				.filter(Objects::nonNull)
				.map(OutputOptions::forPeople)
				.collect(Collectors.joining("  "));
		}
		return (value instanceof Double number) ? String.format(Locale.ROOT, "%.4f", number)
				: String.valueOf(value).replaceAll("\\s+", " ");
	}

}
