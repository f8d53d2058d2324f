package dev.semblance.encoders.internal.loading;

import java.util.List;
import java.util.Optional;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.loading.ModelLocator.LocatedModel;
import dev.semblance.encoders.internal.model.ClasspathModels;
import dev.semblance.encoders.internal.model.DigestedFiles;
import dev.semblance.encoders.internal.model.ModelConfiguration;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.model.ModuleReader;
import org.jspecify.annotations.Nullable;

/**
 * A model that was found, and what its files say of it as a whole.
 *
 * @param reference what it was asked for by
 * @param files its files
 * @param configuration what they say of the whole
 * @param listed the modules they list, if they do
 */
public record ModelSource(String reference, ModelFiles files, ModelConfiguration configuration,
		Optional<ModelModules> listed) {

	/**
	 * Finds a model. Its files are digested while they are read.
	 * @param reference hub id or folder
	 * @param search where to look
	 * @return the model
	 */
	public static ModelSource find(String reference, ModelSearch search) {
		ModelLocator locator = new ModelLocator(new ClasspathModels(classLoader()), new HubModels(search.hub()),
				(candidate) -> RequiredFiles.of(reference, new DigestedFiles(candidate)));
		LocatedModel model = locator.locate(reference, search.revision());
		return of(model.name(), new DigestedFiles(model.files()));
	}

	static ModelSource of(String name, ModelFiles files) {
		return new ModelSource(name, files, ModelConfiguration.read(files), new ModuleReader(files).read());
	}

	private static ClassLoader classLoader() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : ModelSource.class.getClassLoader();
	}

	/**
	 * Refuses the model if it is of another kind.
	 * @param wanted the kind that is to be loaded
	 * @return this model
	 * @throws InvalidModelException if it is another
	 */
	public ModelSource require(ModelKind wanted) {
		ModelKind found = ModelKindDetector.detect(this);
		if (found != wanted) {
			throw new InvalidModelException("%s is a %s, not a %s.".formatted(this.reference, found, wanted),
					(wanted == ModelKind.MULTI_VECTOR && found == ModelKind.DENSE)
							? "Load it as a dense encoder and use MultiVectorEncoder.over(...)."
							: "Load it as a %s, or use another model.".formatted(found));
		}
		return this;
	}

	/**
	 * Returns the digest of the files that were read so far.
	 * @return their SHA-256; {@code null} if they are not digested
	 */
	public @Nullable String sha256() {
		return (this.files instanceof DigestedFiles digested) ? digested.sha256() : null;
	}

	/**
	 * Returns the model's modules.
	 * @param unlisted the modules of a model that lists none
	 * @return the modules
	 */
	public ModelModules modules(List<ModelModule> unlisted) {
		return this.listed.orElseGet(() -> ModelModules.single(unlisted));
	}

	/**
	 * Returns a route's first module.
	 * @param route the route's modules
	 * @return the first
	 * @throws InvalidModelException if it has none
	 */
	public ModelModule first(List<ModelModule> route) {
		if (route.isEmpty()) {
			throw new InvalidModelException("%s has a route without modules.".formatted(this.reference),
					"Fetch the model again.");
		}
		return route.get(0);
	}

	/**
	 * Refuses a route that starts with a module which cannot be first.
	 * @param first the module
	 * @param expected what could be
	 * @return the exception to throw
	 */
	public InvalidModelException wrongStart(ModelModule first, String expected) {
		return new InvalidModelException(
				"%s starts with the module %s.".formatted(this.reference, first.getClass().getSimpleName()),
				"Expected is %s.".formatted(expected));
	}

}
