package dev.semblance.encoders.internal.multivector;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.PylateModel;
import dev.semblance.encoders.internal.model.QueryExpansion;
import dev.semblance.encoders.internal.model.SpecialTokens;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import dev.semblance.encoders.internal.transformer.TransformerLoader.OpenTransformer;
import dev.semblance.encoders.internal.transformer.TransformerOutputs;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads multi-vector encoders: finds the model, reads what its files say, and appends its
 * modules to its graph.
 */
public final class MultiVectorEncoderLoader {

	private static final Logger logger = LoggerFactory.getLogger(MultiVectorEncoderLoader.class);

	private static final ModelModule.TokenMask NO_MASK = new ModelModule.TokenMask(List.of(), List.of(), List.of());

	private final ModelSource source;

	private MultiVectorEncoderLoader(ModelSource source) {
		this.source = source;
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @return the encoder
	 */
	public static MultiVectorEncoder load(String reference, EncoderSettings settings) {
		long start = System.nanoTime();
		ModelSource source = ModelSource.find(reference, settings).require(ModelKind.MULTI_VECTOR);
		MultiVectorEncoderLoader loader = new MultiVectorEncoderLoader(source);
		List<ModelModule> modules = loader.modules();
		if (!(source.first(modules) instanceof ModelModule.Transformer transformer)) {
			throw source.wrongStart(source.first(modules), "a Transformer");
		}
		LateInteraction interaction = loader.interaction();
		TransformerConfiguration configuration = source.transformer(transformer);
		OpenTransformer<OverlayOutput> open = new TransformerLoader(reference, source.files(), settings)
			.keepingPadding()
			.open(configuration,
					(outputs, overlay) -> append(outputs, overlay, configuration, modules.subList(1, modules.size())));
		TransformerRunner runner = open.runner();
		try {
			MultiVectorModel model = new MultiVectorModel(reference, open.appended().dimensions(), runner.maxLength(),
					interaction, source.configuration().prompts().with(settings.prompts()), runner.device(),
					source.version(runner.running()));
			RoleLengths lengths = loader.lengths(configuration, transformer, runner, settings.maxLength());
			TokenFilter filter = TokenFilter.of(mask(modules), runner.tokenizer());
			logger.info("Loaded {} on {} in {} ms: {} dimensions per token, at most {} tokens", reference,
					model.device(), (System.nanoTime() - start) / 1_000_000, model.dimensions(), model.maxLength());
			return new OnnxMultiVectorEncoder(model, runner, open.appended(), lengths, filter);
		}
		catch (RuntimeException | Error ex) {
			runner.close();
			throw ex;
		}
	}

	private List<ModelModule> modules() {
		List<ModelModule> modules = this.source.listed()
			.map((listed) -> listed.all().map(MultiVectorEncoderLoader::onTokens).toList())
			.orElse(List.of());
		return "ColBERT".equals(this.source.configuration().modelType())
				? PylateModel.complete(this.source.files(), modules) : modules;
	}

	/** A Dense that does not say what it works on works on token vectors here. */
	private static ModelModule onTokens(ModelModule module) {
		return (module instanceof ModelModule.Dense dense && dense.input().equals(ModelModule.SENTENCE))
				? dense.between(ModelModule.TOKENS, ModelModule.TOKENS) : module;
	}

	private LateInteraction interaction() {
		String name = this.source.configuration().similarity();
		return Stream.of(LateInteraction.values())
			.filter((interaction) -> interaction.modelName().equals(name))
			.findFirst()
			.orElse(LateInteraction.MAXSIM);
	}

	private static OverlayOutput append(TransformerOutputs outputs, ModuleOverlay overlay,
			TransformerConfiguration configuration, List<ModelModule> modules) {
		TensorSignature tokens = outputs.require(3, TransformerOutputs.TOKENS,
				"Export the model for feature extraction.");
		overlay.begin(ModelModule.TOKENS, tokens, outputs.lastAxis(tokens, configuration.hiddenSize()));
		modules.forEach(overlay::append);
		return overlay.output(ModelModule.TOKENS);
	}

	private static ModelModule.TokenMask mask(List<ModelModule> modules) {
		return modules.stream()
			.filter(ModelModule.TokenMask.class::isInstance)
			.map(ModelModule.TokenMask.class::cast)
			.findFirst()
			.orElse(NO_MASK);
	}

	private RoleLengths lengths(TransformerConfiguration configuration, ModelModule.Transformer transformer,
			TransformerRunner runner, @Nullable Integer wanted) {
		int most = runner.maxLength();
		QueryExpansion expansion = configuration.queryExpansion();
		int query = limit(configuration.queryLength(), most, wanted);
		if (expansion != null) {
			query = expansion.fixed() ? expansion.length() : Math.max(query, expansion.length());
		}
		if (query > configuration.positions()) {
			throw new InvalidModelException("%s fills queries up to %d tokens; the model has %d positions."
				.formatted(this.source.reference(), query, configuration.positions()), "Fetch the model again.");
		}
		long token = (expansion != null) ? expansionToken(expansion, transformer, runner.tokenizer()) : 0;
		return new RoleLengths(query, limit(configuration.documentLength(), most, wanted), most, expansion, token);
	}

	/** What the caller sets goes before what the model's files say. */
	private static int limit(@Nullable Integer stated, int most, @Nullable Integer wanted) {
		return (wanted != null || stated == null) ? most : stated;
	}

	private long expansionToken(QueryExpansion expansion, ModelModule.Transformer transformer,
			TextTokenizer tokenizer) {
		String token = expansion.token();
		if (token == null) {
			SpecialTokens special = SpecialTokens.read(this.source.files(), transformer.folder());
			token = Stream.of(special.mask(), special.end()).filter(Objects::nonNull).findFirst().orElse(null);
		}
		OptionalInt id = (token != null) ? tokenizer.idOf(token) : OptionalInt.empty();
		if (id.isEmpty()) {
			throw new InvalidModelException(
					"%s fills queries up with the token '%s', which its tokenizer does not have."
						.formatted(this.source.reference(), token),
					"Name one of its tokens under query_expansion.");
		}
		return id.getAsInt();
	}

}
