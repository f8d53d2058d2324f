package dev.semblance.encoders.internal.cross;

import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.model.ClassifierConfiguration;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import dev.semblance.encoders.internal.transformer.TransformerLoader;
import dev.semblance.encoders.internal.transformer.TransformerLoader.OpenTransformer;
import dev.semblance.encoders.internal.transformer.TransformerOutputs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads cross-encoders: finds the model, reads what its files say, and appends its
 * modules and its activation to its graph.
 */
public final class CrossEncoderLoader {

	private static final Logger logger = LoggerFactory.getLogger(CrossEncoderLoader.class);

	private final ModelSource source;

	private final @Nullable Activation wanted;

	private CrossEncoderLoader(ModelSource source, @Nullable Activation wanted) {
		this.source = source;
		this.wanted = wanted;
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @param activation what to apply to the scores; {@code null} for what the model's
	 * files say
	 * @return the encoder
	 */
	public static CrossEncoder load(String reference, EncoderSettings settings, @Nullable Activation activation) {
		long start = System.nanoTime();
		ModelSource source = ModelSource.find(reference, settings).require(ModelKind.CROSS);
		List<ModelModule> modules = onlyRoute(source);
		if (!(source.first(modules) instanceof ModelModule.Transformer transformer)) {
			throw source.wrongStart(source.first(modules), "a Transformer");
		}
		CrossEncoderLoader loader = new CrossEncoderLoader(source, activation);
		OpenTransformer<Scores> open = new TransformerLoader(reference, source.files(), settings).open(
				source.transformer(transformer),
				(outputs, overlay) -> loader.append(outputs, overlay, transformer, modules.subList(1, modules.size())));
		return open.into((runner, scores) -> {
			CrossEncoderModel model = new CrossEncoderModel(reference, scores.labels(), scores.activation(),
					runner.maxLength(), source.configuration().prompts().with(settings.prompts()), runner.device(),
					source.version(runner.running()));
			CrossEncoder encoder = new OnnxCrossEncoder(model, runner, scores.output());
			logger.info("Loaded {} on {} in {} ms: labels {}, {} activation, at most {} tokens", reference,
					model.device(), (System.nanoTime() - start) / 1_000_000, model.labels(),
					model.activation().modelName(), model.maxLength());
			return encoder;
		});
	}

	private static List<ModelModule> onlyRoute(ModelSource source) {
		ModelModules modules = source.modules(List.of(new ModelModule.Transformer("")));
		if (modules.routes().size() != 1) {
			throw new InvalidModelException(
					"%s has the routes %s.".formatted(source.reference(), modules.routes().keySet()),
					"A cross-encoder reads query and document together and can have one route only.");
		}
		return modules.routes().getOrDefault(modules.routeOf().getOrDefault(TextRole.PLAIN, ""), List.of());
	}

	private Scores append(TransformerOutputs outputs, ModuleOverlay overlay, ModelModule.Transformer transformer,
			List<ModelModule> modules) {
		ClassifierConfiguration configuration = ClassifierConfiguration.read(this.source.files(), transformer.folder());
		begin(outputs, overlay, modules);
		modules.forEach(overlay::append);
		int count = overlay.dimensions(ModelModule.SCORES);
		List<String> labels = labels(configuration, count, modules.isEmpty(), outputs.onnxName());
		Activation activation = activation(configuration, count);
		overlay.activate(ModelModule.SCORES, activation);
		OverlayOutput output = overlay.output(ModelModule.SCORES);
		return new Scores(output.name(), labels, activation);
	}

	/** A classifier gives scores, a language model logits per token, others vectors. */
	private static void begin(TransformerOutputs outputs, ModuleOverlay overlay, List<ModelModule> modules) {
		if (modules.stream().anyMatch(ModelModule.LogitScore.class::isInstance)) {
			TensorSignature logits = outputs.require(3, List.of(TransformerOutputs.LOGITS),
					"Export the model for text generation, without a cache of past tokens.");
			overlay.begin(ModelModule.LOGITS, logits, outputs.lastAxis(logits, null));
		}
		else if (modules.stream().anyMatch(ModelModule.Pooling.class::isInstance)) {
			TensorSignature tokens = outputs.require(3, TransformerOutputs.TOKENS,
					"Export the model for feature extraction.");
			overlay.begin(ModelModule.TOKENS, tokens, outputs.lastAxis(tokens, null));
		}
		else {
			TensorSignature scores = outputs.require(2, List.of(TransformerOutputs.LOGITS),
					"Export the model for sequence classification; a model of vectors (output last_hidden_state) is "
							+ "not a cross-encoder.");
			overlay.begin(ModelModule.SCORES, scores, outputs.lastAxis(scores, null));
		}
	}

	private List<String> labels(ClassifierConfiguration configuration, int count, boolean fromClassifier,
			String onnxName) {
		List<String> labels = configuration.labels();
		if (labels.size() == count) {
			return labels;
		}
		if (fromClassifier) {
			throw new InvalidModelException("%s gives %d scores, and the model's config.json names the labels %s."
				.formatted(onnxName, count, labels), "Fetch the model again; its files do not belong together.");
		}
		return IntStream.range(0, count).mapToObj((label) -> "LABEL_" + label).toList();
	}

	private Activation activation(ClassifierConfiguration configuration, int labels) {
		if (this.wanted != null) {
			return this.wanted;
		}
		String whole = this.source.configuration().activation();
		String name = (whole != null) ? whole : configuration.activation();
		if (name == null) {
			return (labels == 1) ? Activation.SIGMOID : Activation.IDENTITY;
		}
		return Activation.ofClass(name)
			.orElseThrow(() -> new InvalidModelException(
					"%s asks for the activation '%s'.".formatted(this.source.reference(), name),
					"Set one of %s when the encoder is built.".formatted(List.of(Activation.values()))));
	}

	/**
	 * What the graph gives.
	 *
	 * @param output the output of scores
	 * @param labels their names
	 * @param activation what was applied to them
	 */
	private record Scores(String output, List<String> labels, Activation activation) {
	}

}
