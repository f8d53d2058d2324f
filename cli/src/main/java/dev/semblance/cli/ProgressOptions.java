package dev.semblance.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whether long work shows how far it is.
 */
final class ProgressOptions {

	@Option(names = "--progress", negatable = true,
			description = "Show a progress bar on standard error, or do not (default: only on a terminal).")
	private @Nullable Boolean progress;

	/**
	 * Starts showing how far a task is.
	 * @param task what is being done
	 * @param total how many steps it has; -1 if that is not known
	 * @return the progress, to be closed when the task ends
	 */
	Progress start(String task, long total) {
		boolean shown = (this.progress != null) ? this.progress : isTerminal(System.console());
		return shown ? Progress.shown(task, total) : Progress.hidden();
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

}
