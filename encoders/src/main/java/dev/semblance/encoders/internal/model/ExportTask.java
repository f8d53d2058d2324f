package dev.semblance.encoders.internal.model;

import java.util.List;
import java.util.Locale;

/**
 * What a transformer must be exported for, so that its ONNX file gives what its
 * architecture computes.
 */
public enum ExportTask {

	/** A classifier, which gives scores. */
	TEXT_CLASSIFICATION("ForSequenceClassification"),

	/** A masked language model, which gives a score for every term. */
	FILL_MASK("ForMaskedLM"),

	/** Any other, which gives token vectors. */
	FEATURE_EXTRACTION("");

	private final String ending;

	ExportTask(String ending) {
		this.ending = ending;
	}

	/**
	 * Finds out what to export a transformer for.
	 * @param files the model's files
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @return the task
	 */
	public static ExportTask of(ModelFiles files, String folder) {
		JsonFile json = JsonFile.readIfPresent(files, folder + "config.json");
		List<String> architectures = (json != null) ? json.texts("architectures") : List.of();
		for (ExportTask task : List.of(TEXT_CLASSIFICATION, FILL_MASK)) {
			if (architectures.stream().anyMatch((architecture) -> architecture.endsWith(task.ending))) {
				return task;
			}
		}
		return FEATURE_EXTRACTION;
	}

	/**
	 * Returns the name that Optimum knows the task by.
	 * @return the name
	 */
	public String taskName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
