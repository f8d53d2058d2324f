package dev.semblance.encoders.internal.model;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The modules of a dense model as {@code modules.json} lists them: a Transformer, a
 * Pooling and possibly a Normalize. Without that file a model is a Transformer with mean
 * pooling, as in sentence-transformers.
 *
 * @param transformer folder of the transformer, empty or with a {@code /} at its end
 * @param pooling folder of the pooling's configuration; {@code null} for mean pooling
 * @param normalize whether vectors are brought to unit length
 */
record ModuleList(String transformer, @Nullable String pooling, boolean normalize) {

	static ModuleList read(ModelFiles files) {
		JsonFile json = JsonFile.readIfPresent(files, "modules.json");
		if (json == null) {
			return new ModuleList("", null, false);
		}
		List<String> types = new ArrayList<>();
		List<String> folders = new ArrayList<>();
		for (JsonNode module : json.root()) {
			// The class moved between packages; its simple name never changed.
			String type = module.path("type").asString("");
			types.add(type.substring(type.lastIndexOf('.') + 1));
			String path = module.path("path").asString("");
			folders.add(path.isEmpty() ? "" : path + "/");
		}
		boolean normalize = types.equals(List.of("Transformer", "Pooling", "Normalize"));
		if (!normalize && !types.equals(List.of("Transformer", "Pooling"))) {
			throw new InvalidModelException("%s lists the modules %s.".formatted(json.name(), types),
					"Use a model of Transformer, Pooling and optionally Normalize; others are not supported.");
		}
		return new ModuleList(folders.get(0), folders.get(1), normalize);
	}

}
