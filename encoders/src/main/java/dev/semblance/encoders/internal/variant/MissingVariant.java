package dev.semblance.encoders.internal.variant;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.model.ExportTask;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.variant.VariantChooser.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do about a model that has no file to choose.
 *
 * @param chooser what was looked for
 * @param files the model's files
 * @param folder the transformer's folder, empty or with a {@code /} at its end
 */
record MissingVariant(VariantChooser chooser, ModelFiles files, String folder) {

	SemblanceException exception() {
		List<Candidate> there = Stream.of(OnnxVariant.values())
			.flatMap((variant) -> variant.paths(this.folder).map((path) -> new Candidate(path, variant.precision())))
			.filter((candidate) -> this.files.contains(candidate.path()))
			.toList();
		if (there.isEmpty()) {
			return new InvalidModelException(
					"The model in %s has no ONNX file: neither onnx/model.onnx nor model.onnx nor a variant of them."
						.formatted(describedFolder()),
					"Export it: %s.".formatted(exportCommand()));
		}
		SemblanceException elsewhere = onlyElsewhere();
		return (elsewhere != null) ? elsewhere : otherPrecision(there);
	}

	private @Nullable SemblanceException onlyElsewhere() {
		for (Candidate candidate : this.chooser.candidates(this.folder)) {
			String artifact = this.files.artifactWith(candidate.path());
			if (artifact != null) {
				return new ModelNotFoundException(
						"The %s weights of %s are not on the class path: there is no %s."
							.formatted(candidate.precision(), name(), this.files.describe(candidate.path())),
						"Add the artifact %s.".formatted(artifact));
			}
		}
		return null;
	}

	private SemblanceException otherPrecision(List<Candidate> there) {
		String problem = (this.chooser.precision() == ModelPrecision.AUTO)
				? "%s runs %s, ".formatted(this.chooser.device(), this.chooser.order())
				: "Model precision %s was asked for, ".formatted(this.chooser.precision());
		return new InvalidInputException(problem + "and the model in %s has only %s.".formatted(describedFolder(),
				there.stream().map(Candidate::toString).collect(Collectors.joining(", "))), remedy(there));
	}

	private String remedy(List<Candidate> there) {
		boolean gpu = this.chooser.device() instanceof Device.Gpu;
		List<String> precisions = there.stream()
			.map(Candidate::precision)
			.filter((precision) -> !gpu || precision != ModelPrecision.INT8)
			.distinct()
			.map(ModelPrecision::modelName)
			.toList();
		if (precisions.isEmpty()) {
			return "Set the model precision to int8 and the device to cpu.";
		}
		return "Set the model precision to auto or %s%s.".formatted(String.join(" or ", precisions),
				couldBeConverted(there) ? ", or let the model be optimized, which converts it" : "");
	}

	/** What runs in TensorRT is never converted. */
	private boolean couldBeConverted(List<Candidate> there) {
		boolean convertible = this.chooser.precision() == ModelPrecision.INT8
				|| this.chooser.precision() == ModelPrecision.FP16;
		return convertible && !(this.chooser.device() instanceof Device.TensorRt)
				&& there.stream().anyMatch((candidate) -> candidate.precision() == ModelPrecision.FP32);
	}

	private String exportCommand() {
		String task = ExportTask.of(this.files, this.folder).taskName();
		String reference = this.chooser.reference();
		if (reference != null && isFolder(reference)) {
			return "optimum-cli export onnx --model %1$s --task %2$s %1$s".formatted(describedFolder(), task);
		}
		return "optimum-cli export onnx --model %s --task %s FOLDER, and give that folder"
			.formatted(Objects.requireNonNullElse(reference, "MODEL"), task);
	}

	private static boolean isFolder(String reference) {
		try {
			return Files.isDirectory(Path.of(reference));
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	private String name() {
		return Objects.requireNonNullElseGet(this.chooser.reference(), this::describedFolder);
	}

	private String describedFolder() {
		return this.files.describe(this.folder);
	}

}
