package dev.semblance.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * Whether long work shows how far it is.
 */
final class ProgressOptions {

	private static final String NAME = "--progress";

	@Option(names = NAME, negatable = true,
			description = "Show progress bars on standard error, or nothing (default: bars on a terminal, elsewhere a "
					+ "line for each tenth of a large file that is fetched).")
	private @Nullable Boolean progress;

	/**
	 * Starts showing how far a task is.
	 * @param task what is being done
	 * @param total how many steps it has; -1 if that is not known
	 * @return the progress, to be closed when the task ends
	 */
	Progress start(String task, long total) {
		return (display() == Display.BARS) ? Progress.shown(task, total) : Progress.hidden();
	}

	/**
	 * Tells how the command shows what is fetched.
	 * @return what the option says, or what fits where it runs
	 */
	Display display() {
		return display(this.progress);
	}

	/**
	 * Tells how any command shows what is fetched.
	 * @param command the command, with or without these options
	 * @return what its option says, if it has one, or what fits where it runs
	 */
	static Display display(CommandSpec command) {
		OptionSpec option = command.findOption(NAME);
		return display((option != null) ? option.<@Nullable Boolean>getValue() : null);
	}

	private static Display display(@Nullable Boolean wanted) {
		if (wanted != null) {
			return wanted ? Display.BARS : Display.NOTHING;
		}
		return isTerminal(System.console()) ? Display.BARS : Display.LINES;
	}

	/** From JDK 22 on there is a console without a terminal, and a method that tells. */
	private static boolean isTerminal(@Nullable Console console) {
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			return false;
		}
	}

	/** What is shown on standard error. */
	enum Display {

		/** A bar that moves. */
		BARS,

		/** Lines that stay, of downloads only. */
		LINES,

		/** Nothing. */
		NOTHING

	}

}
