package dev.semblance.boot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseModel;
import org.jspecify.annotations.Nullable;

/**
 * What a model is and how it runs. What is not known or has no meaning for the kind is
 * {@code null}.
 *
 * @param encoder the bean that runs the model
 * @param kind {@code dense}, {@code sparse}, {@code multi-vector} or {@code cross}
 * @param name the reference the model was loaded by
 * @param revision commit of its files
 * @param sha256 checksum of the files that decide what it computes
 * @param precision precision in which its ONNX file runs
 * @param optimization what was done to its graph
 * @param device the device it runs on
 * @param deviceReason why it runs there
 * @param dimensions length of a vector
 * @param maxLength longest input in tokens; {@code null} without a limit
 * @param pooling how token vectors become one vector
 * @param labels names of the scores of a pair
 * @param prompts prefixes by name
 */
public record ModelDescription(String encoder, String kind, String name, @Nullable String revision,
		@Nullable String sha256, @Nullable String precision, @Nullable Optimization optimization, String device,
		@Nullable String deviceReason, @Nullable Integer dimensions, @Nullable Integer maxLength,
		@Nullable String pooling, @Nullable List<String> labels, Map<String, String> prompts) {

	static ModelDescription of(String encoder, DenseModel model, @Nullable String asked) {
		return describe(encoder, ModelKind.DENSE, model.name(), model.version(), model.device(), asked,
				model.dimensions(), model.maxLength(), model.pooling(), null, model.prompts());
	}

	static ModelDescription of(String encoder, SparseModel model, @Nullable String asked) {
		return describe(encoder, ModelKind.SPARSE, model.name(), model.version(), model.device(), asked,
				model.dimensions(), model.maxLength(), null, null, model.prompts());
	}

	static ModelDescription of(String encoder, MultiVectorModel model, @Nullable String asked) {
		return describe(encoder, ModelKind.MULTI_VECTOR, model.name(), model.version(), model.device(), asked,
				model.dimensions(), model.maxLength(), null, null, model.prompts());
	}

	static ModelDescription of(String encoder, CrossEncoderModel model, @Nullable String asked) {
		return describe(encoder, ModelKind.CROSS, model.name(), model.version(), model.device(), asked, null,
				model.maxLength(), null, model.labels(), model.prompts());
	}

	private static ModelDescription describe(String encoder, ModelKind kind, String name, ModelVersion version,
			Device device, @Nullable String asked, @Nullable Integer dimensions, int maxLength,
			@Nullable String pooling, @Nullable List<String> labels, Prompts prompts) {
		ModelPrecision precision = version.precision();
		return new ModelDescription(encoder, kindName(kind), name, version.revision(), version.sha256(),
				(precision != null) ? precision.modelName() : null, Optimization.of(version.optimization()),
				device.toString(), (asked != null) ? reason(asked.strip(), device, precision) : null, dimensions,
				(maxLength != Integer.MAX_VALUE) ? maxLength : null, pooling, labels,
				new LinkedHashMap<>(prompts.byName()));
	}

	/**
	 * What was done to a graph.
	 *
	 * @param summary what was fused, in words
	 * @param nodesBefore number of nodes of the model's own graph
	 * @param nodesAfter number of nodes that run
	 * @param unrecognized one sentence for each place that the optimizer left as it is
	 * and had expected to replace
	 */
	public record Optimization(String summary, int nodesBefore, int nodesAfter, List<String> unrecognized) {

		static @Nullable Optimization of(@Nullable GraphOptimization done) {
			return (done != null)
					? new Optimization(done.summary(), done.nodesBefore(), done.nodesAfter(), done.unrecognized())
					: null;
		}

	}

	static String kindName(ModelKind kind) {
		return switch (kind) {
			case DENSE -> "dense";
			case SPARSE -> "sparse";
			case MULTI_VECTOR -> "multi-vector";
			case CROSS -> "cross";
		};
	}

	private static String reason(String asked, Device device, @Nullable ModelPrecision precision) {
		if (!asked.equals("auto")) {
			return "%s is set".formatted(asked);
		}
		if (device instanceof Device.Gpu) {
			return "auto, and there is a GPU";
		}
		if (precision == null) {
			return "auto, and the model only looks vectors up";
		}
		return (precision == ModelPrecision.INT8) ? "auto, and int8 runs on the CPU only"
				: "auto, fallen back to the CPU since no GPU can be used";
	}

}
