package dev.semblance.encoders.internal.loading;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.internal.loading.ModelLocator.LocatedModel;
import dev.semblance.encoders.internal.model.ClasspathModels;
import dev.semblance.encoders.internal.model.DigestedFiles;
import dev.semblance.encoders.internal.model.ModelConfiguration;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.model.ModuleReader;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.model.TransformerConfigurationReader;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.variant.OnnxChoice;
import dev.semblance.encoders.internal.variant.VariantChooser;
import org.jspecify.annotations.Nullable;

/**
 * A model that was found, and what its files say of it as a whole.
 *
 * @param reference what it was asked for by
 * @param files its files
 * @param configuration what they say of the whole
 * @param listed the modules they list, if they do
 * @param variants chooses among its ONNX files
 */
public record ModelSource(String reference, ModelFiles files, ModelConfiguration configuration,
		Optional<ModelModules> listed, VariantChooser variants) {

	/**
	 * Finds a model. Its files are digested while they are read.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @return the model
	 */
	public static ModelSource find(String reference, EncoderSettings settings) {
		return find(reference, settings.search(), (name) -> VariantChooser.of(settings.precision(), settings.device(),
				settings.devices().natives(), settings.optimized(), name));
	}

	/**
	 * Finds a model to look at its configuration.
	 * @param reference hub id or folder
	 * @param search where to look
	 * @return the model
	 */
	static ModelSource find(String reference, ModelSearch search) {
		return find(reference, search, (name) -> VariantChooser.of(ModelPrecision.AUTO, new Device.Auto(),
				NativeRuntime.ofEnvironment(), true, name));
	}

	private static ModelSource find(String reference, ModelSearch search, Function<String, VariantChooser> variants) {
		ModelLocator locator = new ModelLocator(new ClasspathModels(classLoader()), search.hub(),
				(candidate) -> RequiredFiles.of(new DigestedFiles(candidate), variants.apply(reference)));
		LocatedModel model = locator.locate(reference, search.revision());
		return read(new DigestedFiles(model.files()), model.name(), variants.apply(model.name()));
	}

	static ModelSource read(ModelFiles files, String name, VariantChooser variants) {
		return new ModelSource(name, files, ModelConfiguration.read(files), new ModuleReader(files).read(), variants);
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
	 * Reads what the files of a transformer say.
	 * @param transformer the transformer
	 * @return its configuration
	 */
	public TransformerConfiguration transformer(ModelModule.Transformer transformer) {
		return new TransformerConfigurationReader(this.files, transformer.folder(), this.variants).read();
	}

	/**
	 * Chooses the ONNX files of all routes; opens none of them.
	 * @return the files; none for a model that only looks vectors up
	 */
	public List<OnnxChoice> onnxFiles() {
		return modules(List.of(new ModelModule.Transformer(""))).all()
			.filter(ModelModule.Transformer.class::isInstance)
			.map((module) -> transformer((ModelModule.Transformer) module).onnx())
			.distinct()
			.toList();
	}

	/**
	 * Tells which version of the model was read.
	 * @param graph what runs of it; {@code null} if it has no ONNX file
	 * @return the version, by the files that were read so far
	 */
	public ModelVersion version(@Nullable RunningGraph graph) {
		String sha256 = (this.files instanceof DigestedFiles digested) ? digested.sha256() : null;
		if (graph == null) {
			return new ModelVersion(this.files.revision(), sha256, null);
		}
		return new ModelVersion(this.files.revision(), (sha256 != null) ? graph.version(sha256) : null,
				graph.onnx().precision(), graph.optimization());
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
