package dev.semblance.encoders.internal.loading;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.model.ClasspathModels;
import dev.semblance.encoders.internal.model.FolderFiles;
import dev.semblance.encoders.internal.model.HubReference;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model's files by what the user wrote: a folder first, then the class path, then
 * what was fetched from a hub before, then the hub.
 */
final class ModelLocator {

	private static final String CLASS_PATH = "classpath:";

	private final ClasspathModels onClassPath;

	private final Supplier<HubModels> hub;

	private final Function<ModelFiles, ? extends Collection<String>> required;

	/**
	 * Creates a locator.
	 * @param onClassPath models on the class path
	 * @param hub models of a hub
	 * @param required finds the files that a model needs, and refuses one that lacks some
	 */
	ModelLocator(ClasspathModels onClassPath, Supplier<HubModels> hub,
			Function<ModelFiles, ? extends Collection<String>> required) {
		this.onClassPath = onClassPath;
		this.hub = hub;
		this.required = required;
	}

	/**
	 * Finds a model's files.
	 * @param reference a folder, a hub id with or without {@code @revision}, or
	 * {@code classpath:} and a hub id
	 * @param revision branch, tag or commit, if one was set beside the reference
	 * @return the files
	 * @throws ModelNotFoundException if there are none
	 * @throws InvalidInputException if the revision does not fit the reference
	 */
	LocatedModel locate(String reference, @Nullable String revision) {
		if (reference.startsWith(CLASS_PATH)) {
			refuseRevision(reference, revision);
			String name = reference.substring(CLASS_PATH.length());
			return new LocatedModel(name, this.onClassPath.find(name).orElseThrow(() -> notFound(reference)));
		}
		Path folder = folder(reference);
		if (folder != null) {
			refuseRevision(reference, revision);
			return new LocatedModel(reference, new FolderFiles(folder));
		}
		HubReference wanted = HubReference.parse(reference).orElseThrow(() -> notFound(reference)).at(revision);
		return new LocatedModel(wanted.repository(), locate(wanted));
	}

	private ModelFiles locate(HubReference wanted) {
		if (wanted.revision() != null) {
			// What is on the class path is of no known revision.
			return this.hub.get().find(wanted, this.required);
		}
		ModelNotFoundException withoutWeights = null;
		try {
			Optional<ModelFiles> packaged = this.onClassPath.find(wanted.repository());
			if (packaged.isPresent()) {
				return packaged.get();
			}
		}
		catch (ModelNotFoundException ex) {
			withoutWeights = ex;
		}
		try {
			return this.hub.get().find(wanted, this.required);
		}
		catch (SemblanceException ex) {
			if (withoutWeights == null) {
				throw ex;
			}
			ex.addSuppressed(withoutWeights);
			if (ex instanceof ModelNotFoundException) {
				throw new ModelNotFoundException(withoutWeights.problem() + " " + ex.problem(),
						withoutWeights.remedy() + " Or: " + ex.remedy(), ex);
			}
			throw ex;
		}
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

	private static void refuseRevision(String reference, @Nullable String revision) {
		if (revision != null) {
			throw new InvalidInputException(
					"The revision '%s' is asked for, and '%s' is no model of a hub.".formatted(revision, reference),
					"Leave out the revision, or name the model by its hub id.");
		}
	}

	private ModelNotFoundException notFound(String reference) {
		return new ModelNotFoundException(
				("There is no model '%s': it is neither a folder, nor one of the models on the class path (%s), nor can it "
						+ "be the name of one on a hub.")
					.formatted(reference, String.join(", ", this.onClassPath.names())),
				"Give the path of a folder in the layout of sentence-transformers, or a name such as "
						+ "BAAI/bge-small-en-v1.5.");
	}

	/**
	 * A model that was found.
	 *
	 * @param name what it is called: a folder, or organization and name
	 * @param files its files
	 */
	record LocatedModel(String name, ModelFiles files) {
	}

}
