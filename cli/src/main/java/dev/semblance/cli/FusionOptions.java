package dev.semblance.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.evaluation.RetrievalEvaluation;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.SearchRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which legs are asked and how they become one ranking.
 */
@SuppressWarnings("NullAway.Init")
final class FusionOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--legs", paramLabel = "LEG", split = ",", defaultValue = "dense",
			description = "One or more of dense, sparse and lexical, separated by commas (default: ${DEFAULT-VALUE}).")
	private Set<Leg> legs;

	@Option(names = "--weights", paramLabel = "LEG=W", split = ",",
			description = "How much each of several legs counts, for example dense=1,lexical=0.5 (default: 1 each).")
	private Map<Leg, Double> weights = new EnumMap<>(Leg.class);

	@Option(names = "--fusion", paramLabel = "F", defaultValue = "rrf",
			description = "How several legs become one ranking: rrf, dbsf or convex (default: ${DEFAULT-VALUE}).")
	private Fusion fusion;

	@Option(names = "--window", paramLabel = "N", defaultValue = "" + RetrieverSettings.DEFAULT_WINDOW,
			description = "Documents that each leg brings into fusion, at least " + RetrievalEvaluation.DEPTH
					+ " (default: ${DEFAULT-VALUE}).")
	private int window;

	/**
	 * Tells whether a leg is asked.
	 * @param leg the leg
	 * @return whether it is among those that are named
	 */
	boolean asks(Leg leg) {
		return this.legs.contains(leg);
	}

	/**
	 * Returns the settings of a retriever.
	 * @param exact whether the dense leg compares with every vector
	 * @return the settings
	 */
	RetrieverSettings settings(boolean exact) {
		if (!this.legs.containsAll(this.weights.keySet())) {
			throw wrong("--weights names a leg that --legs does not ask.");
		}
		if (this.window < RetrievalEvaluation.DEPTH || this.window > SearchRequest.MAX_WINDOW) {
			throw wrong("--window is %d, but must be %d to %d.".formatted(this.window, RetrievalEvaluation.DEPTH,
					SearchRequest.MAX_WINDOW));
		}
		Map<Leg, Double> weighted = new EnumMap<>(Leg.class);
		this.legs.forEach((leg) -> weighted.put(leg, this.weights.getOrDefault(leg, 1.0)));
		try {
			return new RetrieverSettings(weighted, this.fusion, this.window, exact);
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
