package dev.semblance.encoders.internal.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a classifier's {@code config.json} says.
 *
 * @param labels names of its scores
 * @param activation class of the activation that is applied to them, if it is told
 */
public record ClassifierConfiguration(List<String> labels, @Nullable String activation) {

	private static final String FILE = "config.json";

	/** As many labels as transformers gives a model that names none. */
	private static final List<String> UNNAMED = List.of("LABEL_0", "LABEL_1");

	/**
	 * Copies the labels.
	 */
	public ClassifierConfiguration {
		labels = List.copyOf(labels);
	}

	/**
	 * Tells whether a transformer was saved as a classifier.
	 * @param files the model's files
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @return whether it was
	 */
	public static boolean isClassifier(ModelFiles files, String folder) {
		return ExportTask.of(files, folder) == ExportTask.TEXT_CLASSIFICATION;
	}

	/**
	 * Reads a classifier's configuration.
	 * @param files the model's files
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @return what it says
	 */
	public static ClassifierConfiguration read(ModelFiles files, String folder) {
		JsonFile json = JsonFile.read(files, folder + FILE);
		JsonNode section = json.root().path("sentence_transformers").path("activation_fn");
		String activation = section.isString() ? section.asString()
				: json.optionalText("sbert_ce_default_activation_function");
		return new ClassifierConfiguration(labels(json), activation);
	}

	private static List<String> labels(JsonFile json) {
		if (json.root().hasNonNull("id2label")) {
			Map<Integer, String> byId = new TreeMap<>();
			json.object("id2label").properties().forEach((label) -> {
				try {
					byId.put(Integer.valueOf(label.getKey()), label.getValue().asString());
				}
				catch (NumberFormatException ex) {
					throw json.wrong("id2label", "labels by their number");
				}
			});
			return List.copyOf(byId.values());
		}
		Integer count = json.optionalInteger("num_labels");
		return (count == null) ? UNNAMED : IntStream.range(0, count).mapToObj((label) -> "LABEL_" + label).toList();
	}

}
