package dev.semblance.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;

/**
 * Kinds of models as options name them.
 */
final class ModelKinds {

	private ModelKinds() {
	}

	/**
	 * Finds a kind by its name.
	 * @param label the name, for example {@code multi-vector}
	 * @return the kind
	 * @throws InvalidInputException if there is none of that name
	 */
	static ModelKind labelled(String label) {
		return Arrays.stream(ModelKind.values())
			.filter((kind) -> label(kind).equals(label))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("Unknown kind '%s'.".formatted(label), "Use one of %s."
				.formatted(
						Arrays.stream(ModelKind.values()).map(ModelKinds::label).collect(Collectors.joining(", ")))));
	}

	/**
	 * Names a kind.
	 * @param kind the kind
	 * @return its name
	 */
	static String label(ModelKind kind) {
		return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
