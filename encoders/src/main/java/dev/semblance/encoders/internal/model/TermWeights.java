package dev.semblance.encoders.internal.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON file with a weight for each token, such as the {@code idf.json} of OpenSearch's
 * models.
 */
public final class TermWeights {

	private TermWeights() {
	}

	/**
	 * Reads the file.
	 * @param files the model's files
	 * @param folder the folder it stands in, empty or with a {@code /} at its end
	 * @param path the path by which the model's configuration names it, of which only the
	 * last part counts: the rest is of the machine that saved it
	 * @return weight by token
	 */
	public static Map<String, Float> read(ModelFiles files, String folder, String path) {
		String name = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
		JsonFile json = JsonFile.read(files, folder + (name.endsWith(".json") ? name : "idf.json"));
		Map<String, Float> weights = new LinkedHashMap<>();
		json.root().properties().forEach((entry) -> {
			if (!entry.getValue().isNumber()) {
				throw json.wrong(entry.getKey(), "a number");
			}
			weights.put(entry.getKey(), (float) entry.getValue().asDouble());
		});
		return weights;
	}

}
