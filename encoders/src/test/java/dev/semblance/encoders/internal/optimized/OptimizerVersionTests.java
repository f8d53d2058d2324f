package dev.semblance.encoders.internal.optimized;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.FolderFiles;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.optimizer.OptimizationTarget;
import dev.semblance.encoders.internal.optimizer.TransformerOptimizer;
import dev.semblance.encoders.internal.runtime.ProbeSession;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A change of what comes out of the optimizer would have no effect where an older one has
 * been before, unless its version is raised.
 */
class OptimizerVersionTests {

	private static final int VERSION = 1;

	private static final String DIGEST = "79577def4423f4a31d5a196744449ccb12c58470fb71615873ec7f1ef6140627";

	@TempDir
	private Path folder;

	@Test
	void anotherGraphHasAnotherVersion() throws IOException {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		for (String model : List.of("bert-mean", "mpnet-mean", "modernbert-cls", "distilbert-mean", "qwen3-lasttoken",
				"splade-max")) {
			for (OptimizationTarget target : targets()) {
				digest.update(optimize(model, target).getBytes(StandardCharsets.UTF_8));
			}
		}
		assertThat(HexFormat.of().formatHex(digest.digest()))
			.as("If this is meant to change, raise OptimizationKey.OPTIMIZER, and both constants here.")
			.isEqualTo(DIGEST);
		assertThat(OptimizationKey.OPTIMIZER).isEqualTo(VERSION);
	}

	private static List<OptimizationTarget> targets() {
		return List.of(new OptimizationTarget(ModelPrecision.FP32, false, false, false),
				new OptimizationTarget(ModelPrecision.FP32, true, false, false),
				new OptimizationTarget(ModelPrecision.FP16, true, false, false),
				new OptimizationTarget(ModelPrecision.FP16, true, true, false),
				new OptimizationTarget(ModelPrecision.INT8, false, false, true));
	}

	private String optimize(String model, OptimizationTarget target) throws IOException {
		FolderFiles files = new FolderFiles(ParityModel.named(model).folder());
		Path written = Files.createTempDirectory(this.folder, model);
		new TransformerOptimizer(ProbeSession::open).optimize(OnnxBytes.read(files, "onnx/model.onnx").bytes(),
				new WeightReader(files.folderOf("onnx/model.onnx")), model, target, written);
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		for (String file : List.of("graph.onnx", "weights.bin")) {
			digest.update(ByteBuffer.wrap(Files.readAllBytes(written.resolve(file))));
		}
		return "%s %s %s%n".formatted(model, target, HexFormat.of().formatHex(digest.digest()));
	}

}
