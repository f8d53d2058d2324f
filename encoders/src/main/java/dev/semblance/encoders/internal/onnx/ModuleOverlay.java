package dev.semblance.encoders.internal.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.onnx.GraphOverlay.Attribute;
import dev.semblance.encoders.internal.weights.Safetensors;

/**
 * A model's modules as nodes behind its transformer, so that a batch leaves the device as
 * small as the result is. Follows the named features through the modules as the reference
 * does. Not safe for concurrent use.
 */
public final class ModuleOverlay {

	/** Input that has 1 for tokens that count in pooling, if those of a prompt do not. */
	public static final String COUNTED_MASK = "semblance/counted_mask";

	/** The smallest length to divide by, as torch.nn.functional.normalize has it. */
	private static final float LEAST_LENGTH = 1e-12f;

	/** What torch.nn.LayerNorm adds to the variance. */
	private static final float VARIANCE_FLOOR = 1e-5f;

	private final ModelFiles files;

	private final GraphOverlay overlay;

	private final String attentionMask;

	private final Map<String, Feature> features = new HashMap<>();

	private final Set<String> listed;

	private boolean countsMask;

	private boolean lastColumn;

	/**
	 * Starts behind a transformer.
	 * @param files the model's files, which hold the modules' weights
	 * @param model the transformer
	 * @param attentionMask name of its input that is 1 for tokens and 0 for padding
	 */
	public ModuleOverlay(ModelFiles files, OnnxModel model, String attentionMask) {
		this.files = files;
		this.overlay = new GraphOverlay(model.operatorSet());
		this.listed = new HashSet<>(model.outputNames());
		this.attentionMask = attentionMask;
	}

	/**
	 * Makes an output of the transformer a feature.
	 * @param name name of the feature
	 * @param output the output
	 * @param dimensions length of its last axis
	 */
	public void begin(String name, TensorSignature output, int dimensions) {
		String floats = (output.elementType() == TensorSignature.FLOAT) ? output.name()
				: this.overlay.cast(output.name(), TensorSignature.FLOAT);
		this.features.put(name, new Feature(floats, output.dimensions().size(), dimensions));
	}

	/**
	 * Tells whether there is a feature of a name.
	 * @param name the name
	 * @return whether there is
	 */
	public boolean has(String name) {
		return this.features.containsKey(name);
	}

	/**
	 * Appends a module.
	 * @param module the module
	 */
	public void append(ModelModule module) {
		if (module instanceof ModelModule.Pooling pooling) {
			pool(pooling);
		}
		else if (module instanceof ModelModule.Dense dense) {
			dense(dense);
		}
		else if (module instanceof ModelModule.LayerNorm norm) {
			layerNorm(norm);
		}
		else if (module instanceof ModelModule.Normalize normalize) {
			normalize(normalize);
		}
		else if (module instanceof ModelModule.SpladePooling pooling) {
			spladePool(pooling);
		}
		else if (module instanceof ModelModule.LogitScore score) {
			logitScore(score);
		}
		else if (!(module instanceof ModelModule.TokenMask)) {
			throw new InvalidModelException(
					"The model has a %s behind its transformer.".formatted(module.getClass().getSimpleName()),
					"It must be the first module of its route.");
		}
	}

	private void pool(ModelModule.Pooling pooling) {
		Feature tokens = require(ModelModule.TOKENS, "Pooling");
		if (pooling.dimensions() != null && pooling.dimensions() != tokens.dimensions()) {
			throw new InvalidModelException(
					"The Pooling is for token vectors of %d dimensions, and the transformer gives %d."
						.formatted(pooling.dimensions(), tokens.dimensions()),
					"Fetch the model again; its files do not belong together.");
		}
		String counted = this.attentionMask;
		if (!pooling.includePrompt()) {
			if (!this.countsMask) {
				this.overlay.input(COUNTED_MASK, TensorSignature.INT64, -1, -1);
				this.countsMask = true;
			}
			counted = COUNTED_MASK;
		}
		String pooled = new PoolingNodes(this.overlay, tokens.name(), this.attentionMask, counted)
			.pool(pooling.modes());
		this.features.put(ModelModule.SENTENCE, new Feature(pooled, 2, tokens.dimensions() * pooling.modes().size()));
	}

	private void dense(ModelModule.Dense dense) {
		Feature input = require(dense.input(), "Dense");
		if (input.dimensions() != dense.inputs()) {
			throw new InvalidModelException(
					"%s is for %d numbers, and '%s' has %d.".formatted(this.files.describe(dense.weights()),
							dense.inputs(), dense.input(), input.dimensions()),
					"Fetch the model again; its files do not belong together.");
		}
		Safetensors weights = Safetensors.open(this.files, dense.weights());
		String sum = product(input.name(), weights, "linear.weight", dense);
		if (dense.bias()) {
			sum = this.overlay.node("Add", List.of(sum, vector(weights, "linear.bias", dense.outputs())));
		}
		String output = ActivationNodes.apply(this.overlay, dense.activation(), sum);
		if (dense.residual()) {
			String straight = (dense.inputs() == dense.outputs()) ? input.name()
					: product(input.name(), weights, "residual.weight", dense);
			output = this.overlay.node("Add", List.of(output, straight));
		}
		this.features.put(dense.output(), new Feature(output, input.rank(), dense.outputs()));
	}

	/** Weights are stored row by output, and are multiplied column by output. */
	private String product(String input, Safetensors weights, String name, ModelModule.Dense dense) {
		int outputs = dense.outputs();
		int inputs = dense.inputs();
		float[] rows = weights.floats(name, outputs, inputs);
		float[] columns = new float[rows.length];
		for (int output = 0; output < outputs; output++) {
			for (int i = 0; i < inputs; i++) {
				columns[i * outputs + output] = rows[output * inputs + i];
			}
		}
		return this.overlay.node("MatMul", List.of(input, this.overlay.constant(columns, inputs, outputs)));
	}

	private void layerNorm(ModelModule.LayerNorm norm) {
		Feature input = require(ModelModule.SENTENCE, "LayerNorm");
		String mean = this.overlay.reduce("ReduceMean", input.name(), 1);
		String centered = this.overlay.node("Sub", List.of(input.name(), mean));
		String squares = this.overlay.node("Mul", List.of(centered, centered));
		String variance = this.overlay.node("Add",
				List.of(this.overlay.reduce("ReduceMean", squares, 1), this.overlay.constant(VARIANCE_FLOOR)));
		String normed = this.overlay.node("Div", List.of(centered, this.overlay.node("Sqrt", List.of(variance))));
		Safetensors weights = Safetensors.open(this.files, norm.weights());
		String scaled = this.overlay.node("Mul", List.of(normed, vector(weights, "norm.weight", norm.dimensions())));
		String shifted = this.overlay.node("Add", List.of(scaled, vector(weights, "norm.bias", norm.dimensions())));
		this.features.put(ModelModule.SENTENCE, new Feature(shifted, 2, norm.dimensions()));
	}

	private String vector(Safetensors weights, String name, int length) {
		return this.overlay.constant(weights.floats(name, length), length);
	}

	private void normalize(ModelModule.Normalize normalize) {
		Feature input = this.features.get(normalize.input());
		// As in the reference: what is not there needs no unit length.
		if (input != null) {
			String length = this.overlay.reduce("ReduceL2", input.name(), input.rank() - 1);
			String divisor = this.overlay.node("Max", List.of(length, this.overlay.constant(LEAST_LENGTH)));
			String unit = this.overlay.node("Div", List.of(input.name(), divisor));
			this.features.put(normalize.output(), new Feature(unit, input.rank(), input.dimensions()));
		}
	}

	/**
	 * The largest value is taken before the logarithm, which does not change it and
	 * spares the logarithm of every token.
	 */
	private void spladePool(ModelModule.SpladePooling pooling) {
		Feature logits = require(ModelModule.TOKENS, "SpladePooling");
		String mask = this.overlay.unsqueeze(this.overlay.cast(this.attentionMask, TensorSignature.FLOAT), 2);
		String masked = this.overlay.node("Mul", List.of(logits.name(), mask));
		String pooled;
		if (pooling.sum()) {
			String weights = logarithms(this.overlay.node("Relu", List.of(masked)), pooling.logarithms());
			pooled = this.overlay.squeeze(this.overlay.reduce("ReduceSum", weights, 1), 1);
		}
		else {
			String largest = this.overlay.squeeze(this.overlay.reduce("ReduceMax", masked, 1), 1);
			pooled = logarithms(this.overlay.node("Relu", List.of(largest)), pooling.logarithms());
		}
		this.features.put(ModelModule.SENTENCE, new Feature(pooled, 2, logits.dimensions()));
	}

	private String logarithms(String input, int times) {
		String result = input;
		for (int i = 0; i < times; i++) {
			result = this.overlay.node("Log",
					List.of(this.overlay.node("Add", List.of(result, this.overlay.constant(1f)))));
		}
		return result;
	}

	private void logitScore(ModelModule.LogitScore score) {
		Feature logits = require(ModelModule.LOGITS, "LogitScore");
		String votes = column(logits, score.trueToken());
		if (score.falseToken() != null) {
			votes = this.overlay.node("Sub", List.of(votes, column(logits, score.falseToken())));
		}
		String last = this.overlay.node("Gather", List.of(votes, this.overlay.constant(-1L)),
				Attribute.integer("axis", 1));
		this.features.put(ModelModule.SCORES, new Feature(this.overlay.squeeze(last, 1), 2, 1));
		this.lastColumn = true;
	}

	private String column(Feature logits, int token) {
		if (token < 0 || token >= logits.dimensions()) {
			throw new InvalidModelException("LogitScore names the token %d; the model has logits for %d tokens."
				.formatted(token, logits.dimensions()), "Fetch the model again; its files do not belong together.");
		}
		return this.overlay.node("Gather", List.of(logits.name(), this.overlay.constant((long) token)),
				Attribute.integer("axis", 2));
	}

	/**
	 * Applies an activation to a feature.
	 * @param name the feature
	 * @param activation the activation
	 */
	public void activate(String name, Activation activation) {
		Feature input = require(name, "The activation");
		this.features.put(name, new Feature(ActivationNodes.apply(this.overlay, activation, input.name()), input.rank(),
				input.dimensions()));
	}

	/**
	 * Makes a feature an output of the model.
	 * @param name the feature
	 * @return the output
	 */
	public OverlayOutput output(String name) {
		Feature feature = require(name, "The output");
		long[] shape = (feature.rank() == 2) ? new long[] { -1, feature.dimensions() }
				: new long[] { -1, -1, feature.dimensions() };
		// An output of the transformer itself is listed already.
		if (!this.listed.contains(feature.name())) {
			this.overlay.output(feature.name(), TensorSignature.FLOAT, shape);
			this.listed.add(feature.name());
		}
		return new OverlayOutput(feature.name(), feature.dimensions());
	}

	/**
	 * Makes the entries of a feature that are not zero an output of the model: their
	 * places, row by row, and their values.
	 * @param name the feature, texts times dimensions
	 * @return names of the outputs of places and of values
	 */
	public List<String> sparseOutput(String name) {
		Feature feature = require(name, "The output");
		String places = this.overlay.node("Transpose", List.of(this.overlay.node("NonZero", List.of(feature.name()))));
		String values = this.overlay.node("GatherND", List.of(feature.name(), places));
		this.overlay.output(places, TensorSignature.INT64, -1, 2);
		this.overlay.output(values, TensorSignature.FLOAT, -1);
		return List.of(places, values);
	}

	/**
	 * Makes the largest entries of a feature an output of the model: their dimensions and
	 * their values.
	 * @param name the feature, texts times dimensions
	 * @param limit how many of each text
	 * @return names of the outputs of dimensions and of values
	 */
	public List<String> largestOutput(String name, int limit) {
		Feature feature = require(name, "The output");
		List<String> largest = this.overlay.nodes("TopK", 2,
				List.of(feature.name(), this.overlay.constant((long) limit)), Attribute.integer("axis", 1));
		this.overlay.output(largest.get(1), TensorSignature.INT64, -1, limit);
		this.overlay.output(largest.get(0), TensorSignature.FLOAT, -1, limit);
		return List.of(largest.get(1), largest.get(0));
	}

	/**
	 * Returns the length of a feature's last axis.
	 * @param name the feature
	 * @return the length
	 */
	public int dimensions(String name) {
		return require(name, "The model").dimensions();
	}

	/**
	 * Returns whether the model takes {@link #COUNTED_MASK}.
	 * @return whether it does
	 */
	public boolean countsMask() {
		return this.countsMask;
	}

	/**
	 * Returns whether the last column of a batch must hold every text's last token, so
	 * that texts are filled up on the left: as the reference does it, and so that it does
	 * not matter whether the transformer gives the logits of all tokens or of the last.
	 * @return whether it must
	 */
	public boolean lastColumn() {
		return this.lastColumn;
	}

	/**
	 * Returns what must be written behind the model's bytes.
	 * @return the bytes
	 */
	public byte[] toByteArray() {
		return this.overlay.toByteArray();
	}

	private Feature require(String name, String user) {
		Feature feature = this.features.get(name);
		if (feature == null) {
			throw new InvalidModelException(
					"%s needs '%s', and the modules before it give %s.".formatted(user, name, this.features.keySet()),
					"Fetch the model again, or export it for the task its modules are for.");
		}
		return feature;
	}

	/**
	 * A tensor between modules.
	 *
	 * @param name its name in the graph
	 * @param rank 2 for texts times dimensions, 3 with tokens between
	 * @param dimensions length of its last axis
	 */
	private record Feature(String name, int rank, int dimensions) {
	}

	/**
	 * An output that was appended.
	 *
	 * @param name its name
	 * @param dimensions length of its last axis
	 */
	public record OverlayOutput(String name, int dimensions) {
	}

}
