package dev.semblance.cli;

import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.diagnosis.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked for cannot work on this machine.
 */
final class UnhealthyException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	UnhealthyException(Obstacle problem, @Nullable Throwable cause) {
		super(problem.problem() + ".", problem.remedy(), cause);
	}

}
