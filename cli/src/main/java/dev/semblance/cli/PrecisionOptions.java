package dev.semblance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.quantization.Precision;
import dev.semblance.encoders.quantization.QuantizationRanges;
import dev.semblance.encoders.quantization.VectorQuantizer;
import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.dataset.TextLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How the numbers of dense vectors are stored.
 */
@SuppressWarnings("NullAway.Init")
final class PrecisionOptions {

	/** Bounds the memory of calibration; ranges hardly widen beyond it. */
	private static final int LARGEST_CALIBRATION = 10_000;

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--precision", paramLabel = "P",
			description = "int8, uint8, binary or ubinary: dense vectors of one byte, or one bit, per dimension (default: "
					+ "floating-point numbers).")
	private @Nullable Precision precision;

	@Option(names = "--calibration", paramLabel = "FILE",
			description = "Texts like --input whose vectors give the ranges that int8 and uint8 need; the first 10000 "
					+ "are read.")
	private @Nullable Path calibration;

	/**
	 * Tells whether anything but floating-point numbers is asked for.
	 * @return whether it is
	 */
	boolean given() {
		return this.precision != null || this.calibration != null;
	}

	/**
	 * Lets an encoder give the vectors that are asked for.
	 * @param encoder the encoder, closed if this fails
	 * @param prompt what the texts are for
	 * @return the encoder of lines
	 */
	FileEncoder applied(DenseEncoder encoder, PromptName prompt) {
		try {
			Precision wanted = this.precision;
			if (wanted == null) {
				requireCalibration(false, "--calibration is for --precision int8 or uint8.");
				return new FileEncoder.Dense(encoder, null);
			}
			requireCalibration(wanted.needsRanges(),
					wanted.needsRanges()
							? "--precision %s needs texts to calibrate with: --calibration FILE."
								.formatted(wanted.modelName())
							: "--precision %s needs no --calibration.".formatted(wanted.modelName()));
			VectorQuantizer quantizer = (this.calibration != null)
					? VectorQuantizer.bytes(wanted, ranges(encoder, prompt, this.calibration))
					: VectorQuantizer.bits(wanted);
			return new FileEncoder.Dense(encoder, quantizer);
		}
		catch (RuntimeException | Error ex) {
			encoder.close();
			throw ex;
		}
	}

	private static QuantizationRanges ranges(DenseEncoder encoder, PromptName prompt, Path file) {
		List<String> texts = new ArrayList<>();
		try (LineReader<String> lines = TextLines.open(file)) {
			while (lines.hasNext() && texts.size() < LARGEST_CALIBRATION) {
				texts.add(lines.next());
			}
		}
		return QuantizationRanges.of(encoder.encode(texts, prompt.role(), prompt.prompt()).vectors());
	}

	private void requireCalibration(boolean needed, String complaint) {
		if (needed != (this.calibration != null)) {
			throw new ParameterException(this.command.commandLine(), complaint);
		}
	}

}
