package dev.semblance.boot;

import dev.semblance.encoders.SemblanceException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows what a {@link SemblanceException} says instead of its stack trace when it keeps
 * an application from starting.
 */
final class SemblanceFailureAnalyzer extends AbstractFailureAnalyzer<SemblanceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SemblanceException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
