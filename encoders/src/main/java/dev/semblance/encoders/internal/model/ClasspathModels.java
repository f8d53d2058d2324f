package dev.semblance.encoders.internal.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelNotFoundException;

/**
 * Models on the class path. A jar offers a model under
 * {@code META-INF/semblance/models/<organization>/<name>/} and names it in
 * {@code META-INF/semblance/models.index}.
 */
public final class ClasspathModels {

	private static final String INDEX = "META-INF/semblance/models.index";

	private static final String MODELS = "META-INF/semblance/models/";

	private final ClassLoader loader;

	/**
	 * Creates access to models.
	 * @param loader finds them
	 */
	public ClasspathModels(ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * Finds a model's files.
	 * @param name organization and name
	 * @return the files; nothing if no jar offers such a model
	 * @throws ModelNotFoundException if one does, and the jar with its weights is missing
	 */
	public Optional<ModelFiles> find(String name) {
		return names().contains(name) ? Optional.of(classpathFiles(name)) : Optional.empty();
	}

	private ModelFiles classpathFiles(String reference) {
		String folder = MODELS + reference + "/";
		ClasspathFiles own = new ClasspathFiles(this.loader, folder, Map.of(), Map.of());
		if (!own.contains("resources.json")) {
			return own;
		}
		ModelResources resources = ModelResources.read(own, "resources.json");
		for (String resource : resources.required().values()) {
			if (this.loader.getResource(resource) == null) {
				throw new ModelNotFoundException("The weights of %s are not on the class path: there is no resource %s."
					.formatted(reference, resource), "Add the artifact %s.".formatted(resources.artifact()));
			}
		}
		return new ClasspathFiles(this.loader, folder, resources.elsewhere(), resources.artifacts());
	}

	/**
	 * Returns the names of the models that jars offer.
	 * @return organization and name of each, in order
	 */
	public Set<String> names() {
		Set<String> models = new TreeSet<>();
		try {
			for (URL index : Collections.list(this.loader.getResources(INDEX))) {
				try (BufferedReader reader = new BufferedReader(
						new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
					reader.lines().map(String::strip).filter((line) -> !line.isEmpty()).forEach(models::add);
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidModelException("The list of models on the class path cannot be read: %s.".formatted(ex),
					"Check the jars that hold a %s.".formatted(INDEX), ex);
		}
		return models;
	}

}
