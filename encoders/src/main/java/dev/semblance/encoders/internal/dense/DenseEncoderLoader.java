package dev.semblance.encoders.internal.dense;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.loading.Routes;
import dev.semblance.encoders.internal.lookup.BareTokens;
import dev.semblance.encoders.internal.lookup.StaticEmbedding;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.PoolingMode;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import dev.semblance.encoders.internal.transformer.TransformerLoader.OpenTransformer;
import dev.semblance.encoders.internal.transformer.TransformerOutputs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads dense encoders: finds the model, reads what its files say, and opens the routes
 * through its modules.
 */
public final class DenseEncoderLoader {

	private static final Logger logger = LoggerFactory.getLogger(DenseEncoderLoader.class);

	/** What the reference takes a model for that lists no modules. */
	private static final List<ModelModule> UNLISTED = List.of(new ModelModule.Transformer(""),
			new ModelModule.Pooling(List.of(PoolingMode.MEAN), null, true));

	private final ModelSource source;

	private final EncoderSettings settings;

	private DenseEncoderLoader(ModelSource source, EncoderSettings settings) {
		this.source = source;
		this.settings = settings;
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @param dimensions how many dimensions to keep; {@code null} for all
	 * @param normalize whether to bring vectors to unit length in any case
	 * @return the encoder
	 */
	public static DenseEncoder load(String reference, EncoderSettings settings, @Nullable Integer dimensions,
			boolean normalize) {
		long start = System.nanoTime();
		ModelSource source = ModelSource.find(reference, settings).require(ModelKind.DENSE);
		SimilarityFunction similarity = similarity(source);
		DenseEncoderLoader loader = new DenseEncoderLoader(source, settings);
		Routes<DenseRoute> routes = Routes.open(source.modules(UNLISTED), loader::openRoute);
		try {
			DenseModel model = loader.describe(routes.all(), similarity, dimensions, normalize);
			logger.info("Loaded {} on {} in {} ms: {} dimensions, {} pooling, at most {} tokens", reference,
					model.device(), (System.nanoTime() - start) / 1_000_000, model.dimensions(), model.pooling(),
					model.maxLength());
			return new RoutedDenseEncoder(model, routes, normalize);
		}
		catch (RuntimeException | Error ex) {
			routes.close();
			throw ex;
		}
	}

	private static SimilarityFunction similarity(ModelSource source) {
		String name = source.configuration().similarity();
		try {
			return (name != null) ? SimilarityFunction.named(name) : SimilarityFunction.COSINE;
		}
		catch (InvalidInputException ex) {
			throw source.configuration().wrong("names the similarity function '%s'".formatted(name), ex.remedy());
		}
	}

	private DenseRoute openRoute(List<ModelModule> modules) {
		ModelModule first = this.source.first(modules);
		List<ModelModule> rest = modules.subList(1, modules.size());
		if (first instanceof ModelModule.Transformer transformer) {
			return openTransformer(transformer, rest);
		}
		if (first instanceof ModelModule.StaticEmbedding embedding) {
			return openStatic(embedding, rest);
		}
		throw this.source.wrongStart(first, "a Transformer or a StaticEmbedding");
	}

	private DenseRoute openStatic(ModelModule.StaticEmbedding embedding, List<ModelModule> rest) {
		for (ModelModule module : rest) {
			if (!(module instanceof ModelModule.Normalize)) {
				throw new InvalidModelException("%s has a %s behind a StaticEmbedding."
					.formatted(this.source.reference(), module.getClass().getSimpleName()),
						"Only Normalize can follow a StaticEmbedding.");
			}
		}
		StaticEmbedding table = StaticEmbedding.read(this.source.files(), embedding.folder());
		return new StaticRoute(
				BareTokens.open(this.source.reference(), this.source.files(), embedding.folder(), this.settings), table,
				!rest.isEmpty());
	}

	private DenseRoute openTransformer(ModelModule.Transformer transformer, List<ModelModule> rest) {
		TransformerConfiguration configuration = this.source.transformer(transformer);
		OpenTransformer<TransformerRoute.Graph> open = new TransformerLoader(this.source.reference(),
				this.source.files(), this.settings)
			.open(configuration, (outputs, overlay) -> append(outputs, overlay, configuration, rest));
		return open.into(TransformerRoute::new);
	}

	private TransformerRoute.Graph append(TransformerOutputs outputs, ModuleOverlay overlay,
			TransformerConfiguration configuration, List<ModelModule> modules) {
		TensorSignature tokens = outputs.find(3, TransformerOutputs.TOKENS).orElse(null);
		TensorSignature sentence = outputs.find(2, List.of(TransformerOutputs.SENTENCE)).orElse(null);
		if (sentence != null && (tokens == null || this.source.listed().isEmpty())) {
			requirePromptCounted(modules, outputs);
			// The modules were exported together with the transformer.
			overlay.begin(ModelModule.SENTENCE, sentence, sentence.dimensions().get(1).intValue());
			modules.stream().filter(ModelModule.Normalize.class::isInstance).forEach(overlay::append);
		}
		else {
			TensorSignature required = outputs.require(3, TransformerOutputs.TOKENS,
					"Export the model for feature extraction; a cross-encoder (output logits) is not a dense encoder.");
			overlay.begin(ModelModule.TOKENS, required, outputs.lastAxis(required, configuration.hiddenSize()));
			modules.forEach(overlay::append);
		}
		if (tokens != null && !overlay.has(ModelModule.TOKENS)) {
			overlay.begin(ModelModule.TOKENS, tokens, outputs.lastAxis(tokens, configuration.hiddenSize()));
		}
		return new TransformerRoute.Graph(overlay.output(ModelModule.SENTENCE),
				overlay.has(ModelModule.TOKENS) ? overlay.output(ModelModule.TOKENS) : null, pooling(modules),
				endsNormalized(modules), !overlay.countsMask());
	}

	private static void requirePromptCounted(List<ModelModule> modules, TransformerOutputs outputs) {
		if (modules.stream()
			.anyMatch((module) -> module instanceof ModelModule.Pooling pooling && !pooling.includePrompt())) {
			throw new InvalidModelException(
					"The model's Pooling leaves prompts out, and %s gives vectors that are pooled already."
						.formatted(outputs.onnxName()),
					"Export the model for feature extraction, with the output last_hidden_state.");
		}
	}

	private static String pooling(List<ModelModule> modules) {
		return modules.stream()
			.filter(ModelModule.Pooling.class::isInstance)
			.flatMap((module) -> ((ModelModule.Pooling) module).modes().stream())
			.map(PoolingMode::modelName)
			.collect(Collectors.joining("+"));
	}

	private static boolean endsNormalized(List<ModelModule> modules) {
		return !modules.isEmpty() && modules.get(modules.size() - 1) instanceof ModelModule.Normalize normalize
				&& normalize.output().equals(ModelModule.SENTENCE);
	}

	private DenseModel describe(Collection<DenseRoute> routes, SimilarityFunction similarity,
			@Nullable Integer dimensions, boolean normalize) {
		Set<Integer> lengths = routes.stream()
			.map(DenseRoute::dimensions)
			.collect(Collectors.toCollection(TreeSet::new));
		if (lengths.size() != 1) {
			throw new InvalidModelException("%s makes vectors of %s dimensions, depending on the route.".formatted(
					this.source.reference(), lengths), "Fetch the model again; its vectors could not be compared.");
		}
		int whole = lengths.iterator().next();
		int kept = (dimensions != null) ? Math.min(dimensions, whole) : whole;
		boolean normalized = normalize || (kept == whole && routes.stream().allMatch(DenseRoute::normalized));
		String pooling = routes.stream().map(DenseRoute::pooling).distinct().sorted().collect(Collectors.joining("/"));
		int maxLength = routes.stream().mapToInt(DenseRoute::maxLength).min().orElseThrow();
		DenseRoute onDevice = routes.stream()
			.filter(TransformerRoute.class::isInstance)
			.findFirst()
			.orElse(routes.iterator().next());
		return new DenseModel(this.source.reference(), kept, maxLength, pooling, normalized, similarity,
				this.source.configuration().prompts().with(this.settings.prompts()), onDevice.device(),
				this.source.version(onDevice.running()));
	}

}
