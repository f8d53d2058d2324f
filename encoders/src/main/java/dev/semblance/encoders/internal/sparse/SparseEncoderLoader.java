package dev.semblance.encoders.internal.sparse;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.loading.Routes;
import dev.semblance.encoders.internal.lookup.BareTokens;
import dev.semblance.encoders.internal.lookup.SparseStaticEmbedding;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import dev.semblance.encoders.internal.transformer.TransformerLoader.OpenTransformer;
import dev.semblance.encoders.internal.transformer.TransformerOutputs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads sparse encoders: finds the model, reads what its files say, and opens the routes
 * through its modules.
 */
public final class SparseEncoderLoader {

	private static final Logger logger = LoggerFactory.getLogger(SparseEncoderLoader.class);

	private final ModelSource source;

	private final EncoderSettings settings;

	private final @Nullable Integer limit;

	private SparseEncoderLoader(ModelSource source, EncoderSettings settings, @Nullable Integer limit) {
		this.source = source;
		this.settings = settings;
		this.limit = limit;
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @param maxActiveDimensions most entries of a vector; {@code null} for what the
	 * model's files say
	 * @return the encoder
	 */
	public static SparseEncoder load(String reference, EncoderSettings settings,
			@Nullable Integer maxActiveDimensions) {
		long start = System.nanoTime();
		ModelSource source = ModelSource.find(reference, settings).require(ModelKind.SPARSE);
		Integer limit = (maxActiveDimensions != null) ? maxActiveDimensions
				: source.configuration().maxActiveDimensions();
		if (limit != null && limit < 1) {
			throw source.configuration().wrong("limits active dimensions to " + limit, "Keep 1 or more.");
		}
		SparseEncoderLoader loader = new SparseEncoderLoader(source, settings, limit);
		Routes<SparseRoute> routes = Routes.open(source.modules(List.of()), loader::openRoute);
		try {
			SparseModel model = loader.describe(routes.all());
			logger.info("Loaded {} on {} in {} ms: {} dimensions, at most {} tokens", reference, model.device(),
					(System.nanoTime() - start) / 1_000_000, model.dimensions(), model.maxLength());
			return new RoutedSparseEncoder(model, routes, routes.all().iterator().next().tokenizer());
		}
		catch (RuntimeException | Error ex) {
			routes.close();
			throw ex;
		}
	}

	private SparseRoute openRoute(List<ModelModule> modules) {
		ModelModule first = this.source.first(modules);
		List<ModelModule> rest = modules.subList(1, modules.size());
		if (first instanceof ModelModule.Transformer transformer) {
			return openTransformer(transformer, rest);
		}
		if (first instanceof ModelModule.SparseStaticEmbedding embedding && rest.isEmpty()) {
			return openLookup(embedding);
		}
		throw this.source.wrongStart(first, "a Transformer, or a SparseStaticEmbedding with nothing behind it");
	}

	private SparseRoute openLookup(ModelModule.SparseStaticEmbedding embedding) {
		BareTokens tokens = BareTokens.openConfigured(this.source.reference(), this.source.files(), embedding.folder(),
				this.settings);
		try {
			return new LookupRoute(tokens,
					SparseStaticEmbedding.read(this.source.files(), embedding, tokens.tokenizer()), this.limit);
		}
		catch (RuntimeException | Error ex) {
			tokens.close();
			throw ex;
		}
	}

	private SparseRoute openTransformer(ModelModule.Transformer transformer, List<ModelModule> rest) {
		OpenTransformer<SpladeRoute.Graph> open = new TransformerLoader(this.source.reference(), this.source.files(),
				this.settings)
			.open(this.source.transformer(transformer), (outputs, overlay) -> append(outputs, overlay, rest));
		return open.into(SpladeRoute::new);
	}

	private SpladeRoute.Graph append(TransformerOutputs outputs, ModuleOverlay overlay, List<ModelModule> modules) {
		TensorSignature logits = outputs.require(3, List.of(TransformerOutputs.LOGITS),
				"Export the model for masked language modelling: optimum-cli export onnx --task fill-mask.");
		overlay.begin(ModelModule.TOKENS, logits, outputs.lastAxis(logits, null));
		modules.forEach(overlay::append);
		int dimensions = overlay.dimensions(ModelModule.SENTENCE);
		int largest = (this.limit != null && this.limit < dimensions) ? this.limit : 0;
		List<String> names = (largest > 0) ? overlay.largestOutput(ModelModule.SENTENCE, largest)
				: overlay.sparseOutput(ModelModule.SENTENCE);
		return new SpladeRoute.Graph(dimensions, names.get(0), names.get(1), largest);
	}

	private SparseModel describe(Collection<SparseRoute> routes) {
		Set<Integer> lengths = routes.stream()
			.map(SparseRoute::dimensions)
			.collect(Collectors.toCollection(TreeSet::new));
		if (lengths.size() != 1) {
			throw new InvalidModelException("%s makes vectors of %s dimensions, depending on the route.".formatted(
					this.source.reference(), lengths), "Fetch the model again; its vectors could not be compared.");
		}
		SparseRoute onDevice = routes.stream()
			.filter(SpladeRoute.class::isInstance)
			.findFirst()
			.orElse(routes.iterator().next());
		return new SparseModel(this.source.reference(), lengths.iterator().next(),
				routes.stream().mapToInt(SparseRoute::maxLength).min().orElseThrow(), this.limit,
				this.source.configuration().prompts().with(this.settings.prompts()), onDevice.device(),
				this.source.version(onDevice.running()));
	}

}
