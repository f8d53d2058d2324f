package dev.semblance.encoders.internal.optimized;

import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.optimizer.OptimizationTarget;

/**
 * What decides how an optimized model comes out.
 *
 * @param model SHA-256 of the ONNX file and its external data, in lower-case hexadecimal
 * @param optimizer version of the optimizer
 * @param runtime version of ONNX Runtime, which was asked what the graph computes
 * @param target what the model is rewritten for
 */
public record OptimizationKey(String model, int optimizer, String runtime, OptimizationTarget target) {

	/**
	 * Raised with every change of what comes out of the optimizer, so that what an older
	 * one made is made again.
	 */
	public static final int OPTIMIZER = 1;

	/**
	 * Creates the key of a model for the optimizer that there is.
	 * @param model SHA-256 of the ONNX file and its external data
	 * @param runtime version of ONNX Runtime
	 * @param target what the model is rewritten for
	 */
	public OptimizationKey(String model, String runtime, OptimizationTarget target) {
		this(model, OPTIMIZER, runtime, target);
	}

	/**
	 * Returns the name of the folder for what comes out.
	 * @return SHA-256 of all parts, in lower-case hexadecimal
	 */
	String digest() {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		digest.update(
				"%s\n%d\n%s\n%s\n%s\n%s\n%s\n"
					.formatted(this.model, this.optimizer, this.runtime, this.target.precision(), this.target.cuda(),
							this.target.unpadded(), this.target.reducedRange())
					.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Tells whether an older optimizer or an older ONNX Runtime worked on the same model.
	 * @param other the key of something newer
	 */
	boolean isOlderThan(OptimizationKey other) {
		if (!this.model.equals(other.model) || this.optimizer > other.optimizer) {
			return false;
		}
		return this.optimizer < other.optimizer || isBefore(this.runtime, other.runtime);
	}

	private static boolean isBefore(String version, String other) {
		try {
			return ModuleDescriptor.Version.parse(version).compareTo(ModuleDescriptor.Version.parse(other)) < 0;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
