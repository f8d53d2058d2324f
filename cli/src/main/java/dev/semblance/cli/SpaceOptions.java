package dev.semblance.cli;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.SpaceState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which space of a collection, beside those that it serves.
 */
@SuppressWarnings("NullAway.Init")
final class SpaceOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--space", paramLabel = "ID", description = "The space, as 'semblance store spaces' names it.")
	private @Nullable String id;

	@Option(names = "--model", paramLabel = "M",
			description = "Instead of --space: the model that fills the space, as it was named then.")
	private @Nullable String model;

	/**
	 * Checks that one space is meant.
	 */
	void check() {
		if ((this.id == null) == (this.model == null)) {
			throw new ParameterException(this.command.commandLine(), "Name the space by --space or by --model.");
		}
	}

	/**
	 * Finds the space.
	 * @param spaces the collection's spaces
	 * @return its id
	 * @throws InvalidInputException if the model fills no space, or several
	 */
	String find(CollectionSpaces spaces) {
		if (this.id != null) {
			return this.id;
		}
		List<String> found = spaces.list()
			.stream()
			.filter((space) -> space.state() != SpaceState.SERVED && space.model().equals(this.model))
			.map(CollectionSpace::id)
			.toList();
		if (found.size() != 1) {
			throw new InvalidInputException(
					"Model %s fills %d spaces of the collection beside those that it serves%s.".formatted(this.model,
							found.size(), found.isEmpty() ? "" : ": " + String.join(", ", found)),
					"Name the space by --space; 'semblance store spaces' lists them.");
		}
		return found.get(0);
	}

}
