package dev.semblance.encoders.internal.loading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.variant.OnnxChoice;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a transformer.
 *
 * @param onnx the ONNX file that was chosen
 * @param optimization what was done to its graph; {@code null} if it was not looked at
 */
public record RunningGraph(OnnxChoice onnx, @Nullable GraphOptimization optimization) {

	/**
	 * Tells models apart that compute different vectors from the same files.
	 * @param sha256 SHA-256 of the files
	 * @return the same, unless the ONNX file was converted
	 */
	String version(String sha256) {
		if (!this.onnx.converted()) {
			return sha256;
		}
		boolean sevenBits = this.onnx.precision() == ModelPrecision.INT8 && CpuFeatures.ofThisMachine().saturates();
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		digest
			.update("%s converted to %s%s\n".formatted(sha256, this.onnx.precision(), sevenBits ? " of seven bits" : "")
				.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest.digest());
	}

}
