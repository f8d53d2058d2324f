package dev.semblance.encoders.internal.model;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Where the files of a model on the class path stand, if not in its folder.
 *
 * @param artifact the artifact that brings what the model needs
 * @param required resource by the path of the file that it stands for
 * @param optional the same for files that the model can do without
 * @param artifacts the artifact by the path of a file that the model can do without
 */
record ModelResources(String artifact, Map<String, String> required, Map<String, String> optional,
		Map<String, String> artifacts) {

	static ModelResources read(ModelFiles files, String path) {
		JsonFile json = JsonFile.read(files, path);
		Map<String, String> optional = new LinkedHashMap<>();
		Map<String, String> artifacts = new LinkedHashMap<>();
		for (JsonNode further : json.root().path("optional")) {
			JsonFile section = new JsonFile(json.name(), further);
			for (Map.Entry<String, String> file : files(section).entrySet()) {
				optional.put(file.getKey(), file.getValue());
				artifacts.put(file.getKey(), section.text("artifact"));
			}
		}
		return new ModelResources(json.text("artifact"), files(json), optional, artifacts);
	}

	private static Map<String, String> files(JsonFile section) {
		Map<String, String> files = new LinkedHashMap<>();
		section.object("files").properties().forEach((file) -> files.put(file.getKey(), file.getValue().asString()));
		return files;
	}

	/** All resources by the paths of the files that they stand for. */
	Map<String, String> elsewhere() {
		Map<String, String> elsewhere = new LinkedHashMap<>(this.optional);
		elsewhere.putAll(this.required);
		return elsewhere;
	}

}
