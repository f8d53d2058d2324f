package dev.semblance.encoders.internal.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model's files: a folder first, then the class path. A jar offers a model under
 * {@code META-INF/semblance/models/<organization>/<name>/} and names it in
 * {@code META-INF/semblance/models.index}.
 */
public final class ModelLocator {

	private static final String INDEX = "META-INF/semblance/models.index";

	private static final String MODELS = "META-INF/semblance/models/";

	private static final Pattern HUB_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

	private final ClassLoader loader;

	/**
	 * Creates a locator.
	 * @param loader finds models on the class path
	 */
	public ModelLocator(ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * Finds a model's files.
	 * @param reference a folder or a hub id
	 * @return the files
	 * @throws ModelNotFoundException if there are none
	 */
	public ModelFiles locate(String reference) {
		Path folder = folder(reference);
		if (folder != null) {
			return new FolderFiles(folder);
		}
		Set<String> offered = offered();
		if (HUB_ID.matcher(reference).matches() && offered.contains(reference)) {
			return classpathFiles(reference);
		}
		throw new ModelNotFoundException(
				"There is no model '%s': it is neither a folder nor one of the models on the class path (%s)."
					.formatted(reference, String.join(", ", offered)),
				"Give the path of a folder in the layout of sentence-transformers, or one of these names.");
	}

	private static @Nullable Path folder(String reference) {
		try {
			Path path = Path.of(reference);
			return (!reference.isBlank() && Files.isDirectory(path)) ? path : null;
		}
		catch (InvalidPathException ex) {
			return null;
		}
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

	private Set<String> offered() {
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
