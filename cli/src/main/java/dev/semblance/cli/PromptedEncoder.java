package dev.semblance.cli;

import java.util.List;
import java.util.TreeSet;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;

/**
 * A dense encoder that puts one of its model's prompts before every text.
 */
final class PromptedEncoder implements AutoCloseable {

	private static final String QUERY = "query";

	private static final String DOCUMENT = "document";

	private final DenseEncoder encoder;

	private final TextRole role;

	private PromptedEncoder(DenseEncoder encoder, TextRole role) {
		this.encoder = encoder;
		this.role = role;
	}

	/**
	 * Loads a model.
	 * @param builder builds its encoder
	 * @param promptName {@code query} or {@code document} for that role, another prompt's
	 * name for that prompt, {@code null} for the model's default
	 * @return the encoder
	 * @throws InvalidInputException if the model has no prompt of that name
	 */
	static PromptedEncoder load(DenseEncoderBuilder builder, @Nullable String promptName) {
		if (promptName == null) {
			return new PromptedEncoder(builder.build(), TextRole.PLAIN);
		}
		return switch (promptName) {
			case QUERY -> new PromptedEncoder(builder.build(), TextRole.QUERY);
			case DOCUMENT -> new PromptedEncoder(builder.build(), TextRole.DOCUMENT);
			default -> {
				String prompt;
				try (DenseEncoder encoder = builder.build()) {
					prompt = prompt(encoder, promptName);
				}
				// Only roles lead to prompts, so the model is loaded again with this one
				// for its queries.
				yield new PromptedEncoder(builder.prompt(QUERY, prompt).build(), TextRole.QUERY);
			}
		};
	}

	private static String prompt(DenseEncoder encoder, String name) {
		String prompt = encoder.model().prompts().get(name);
		if (prompt == null) {
			TreeSet<String> names = new TreeSet<>(encoder.model().prompts().keySet());
			names.addAll(List.of(QUERY, DOCUMENT));
			throw new InvalidInputException("Model '%s' has no prompt '%s'.".formatted(encoder.model().name(), name),
					"Use one of %s, or none.".formatted(String.join(", ", names)));
		}
		return prompt;
	}

	DenseEncoding encode(List<String> texts) {
		return this.encoder.encode(texts, this.role);
	}

	int dimensions() {
		return this.encoder.model().dimensions();
	}

	@Override
	public void close() {
		this.encoder.close();
	}

}
