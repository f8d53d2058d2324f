package dev.semblance.cli;

import dev.semblance.encoders.SemblanceException;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that a command cannot write.
 */
final class OutputException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	OutputException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
