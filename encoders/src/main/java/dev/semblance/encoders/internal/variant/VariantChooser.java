package dev.semblance.encoders.internal.variant;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.runtime.ExpectedDevice;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of the ONNX files that a model has.
 *
 * @param precision the precision that was asked for
 * @param device where the model is expected to run, not {@code auto}
 * @param cpu what the CPU can do
 * @param converting whether a file in single precision stands in for one that is missing
 * and is converted
 * @param reference what the model was asked for by, if it is known, for messages
 */
public record VariantChooser(ModelPrecision precision, Device device, CpuFeatures cpu, boolean converting,
		@Nullable String reference) {

	/**
	 * Refuses eight bits on a GPU: these files are made for CPUs, and a GPU is fast in
	 * half precision.
	 */
	public VariantChooser {
		if (precision == ModelPrecision.INT8 && device instanceof Device.Gpu) {
			throw new InvalidInputException("Model precision int8 was asked for on %s.".formatted(device),
					"Set the device to cpu or auto, which run int8 on the CPU, or the model precision to fp16.");
		}
	}

	/**
	 * Creates a chooser for a model that goes by no name, and converts nothing.
	 * @param precision the precision that was asked for
	 * @param device where the model is expected to run, not {@code auto}
	 * @param cpu what the CPU can do
	 */
	public VariantChooser(ModelPrecision precision, Device device, CpuFeatures cpu) {
		this(precision, device, cpu, false, null);
	}

	/**
	 * Creates a chooser for this machine.
	 * @param precision the precision that was asked for
	 * @param device the device that was asked for
	 * @param natives the build of ONNX Runtime
	 * @param optimized whether models are optimized, and converted on the way
	 * @param reference what the model was asked for by
	 * @return the chooser
	 * @throws InvalidInputException if eight bits are wanted on a GPU
	 */
	public static VariantChooser of(ModelPrecision precision, Device device, NativeRuntime natives, boolean optimized,
			String reference) {
		boolean onCpu = precision == ModelPrecision.INT8 && device instanceof Device.Auto;
		Device expected = onCpu ? new Device.Cpu() : ExpectedDevice.of(device, natives).device();
		return new VariantChooser(precision, expected, CpuFeatures.ofThisMachine(),
				optimized && !(expected instanceof Device.TensorRt), reference);
	}

	/**
	 * Chooses a transformer's file. Asks for files in their order, and for no more once
	 * it is clear which one it is.
	 * @param files the model's files
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @return the file
	 * @throws InvalidModelException if the model has no ONNX file at all
	 * @throws InvalidInputException if it has none of the precision that was asked for
	 * @throws ModelNotFoundException if it has one that is not on the class path
	 */
	public OnnxChoice choose(ModelFiles files, String folder) {
		return choose(folder, files::contains, files::local)
			.orElseThrow(() -> new MissingVariant(this, files, folder).exception());
	}

	Optional<OnnxChoice> choose(String folder, Predicate<String> contains, Predicate<String> local) {
		return tiers().stream()
			.map((tier) -> firstOf(candidates(tier, folder), contains, local))
			.flatMap(Optional::stream)
			.findFirst()
			.or(() -> toBeConverted(folder, contains, local));
	}

	private Optional<OnnxChoice> toBeConverted(String folder, Predicate<String> contains, Predicate<String> local) {
		if (!this.converting || (this.precision != ModelPrecision.INT8 && this.precision != ModelPrecision.FP16)) {
			return Optional.empty();
		}
		return firstOf(candidates(List.of(ModelPrecision.FP32), folder), contains, local)
			.map((single) -> new OnnxChoice(single.path(), single.stored(), this.precision,
					"%s was asked for, the model has no file in it, and this one is converted"
						.formatted(this.precision)));
	}

	/**
	 * Precisions in their order. On a CPU only files of the same one make way for each
	 * other: eight bits change vectors by more than rounding, make them depend on the
	 * batch, and do not reproduce published scores, and half precision is slow, so that
	 * neither may run just because somebody fetched it before. On a GPU single precision
	 * makes way for half precision and the other way round.
	 */
	private List<List<ModelPrecision>> tiers() {
		if (this.precision != ModelPrecision.AUTO) {
			return List.of(List.of(this.precision));
		}
		return (this.device instanceof Device.Gpu) ? List.of(List.of(ModelPrecision.FP16, ModelPrecision.FP32))
				: List.of(List.of(ModelPrecision.FP32), List.of(ModelPrecision.INT8), List.of(ModelPrecision.FP16));
	}

	/** What would be acceptable, the best first. */
	List<Candidate> candidates(String folder) {
		return tiers().stream().flatMap((tier) -> candidates(tier, folder).stream()).toList();
	}

	private List<Candidate> candidates(List<ModelPrecision> tier, String folder) {
		return tier.stream()
			.flatMap((of) -> VariantOrder.of(of, this.device, this.cpu).stream())
			.flatMap((variant) -> variant.paths(folder).map((path) -> new Candidate(path, variant.precision())))
			.toList();
	}

	/** What is there without a download goes before what would be better. */
	private Optional<OnnxChoice> firstOf(List<Candidate> candidates, Predicate<String> contains,
			Predicate<String> local) {
		Candidate first = null;
		for (Candidate candidate : candidates) {
			if (first == null && !contains.test(candidate.path())) {
				continue;
			}
			if (local.test(candidate.path())) {
				return Optional.of(choice(candidate, first != null));
			}
			first = (first != null) ? first : candidate;
		}
		return Optional.ofNullable(first).map((candidate) -> choice(candidate, false));
	}

	private OnnxChoice choice(Candidate candidate, boolean passedOver) {
		String reason = (this.precision == ModelPrecision.AUTO)
				? "no precision was asked for, and the order on %s is %s".formatted(this.device, order())
				: this.precision + " was asked for";
		if (candidate.precision() == ModelPrecision.INT8) {
			reason += ", and the CPU " + VariantOrder.decisive(this.cpu);
		}
		if (passedOver) {
			reason += ", and it needs no download";
		}
		return new OnnxChoice(candidate.path(), candidate.precision(), reason);
	}

	/** The precisions that would be acceptable, for messages. */
	String order() {
		return tiers().stream().flatMap(List::stream).map(ModelPrecision::modelName).collect(Collectors.joining(", "));
	}

	/**
	 * A file that would be acceptable.
	 *
	 * @param path its path in the model's repository
	 * @param precision its precision
	 */
	record Candidate(String path, ModelPrecision precision) {

		@Override
		public String toString() {
			return "%s (%s)".formatted(this.path, this.precision);
		}

	}

}
