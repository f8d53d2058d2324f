package dev.semblance.encoders.internal.transformer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.FolderFiles;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.optimized.OptimizationKey;
import dev.semblance.encoders.internal.optimized.OptimizedModel;
import dev.semblance.encoders.internal.optimized.OptimizedModels;
import dev.semblance.encoders.internal.optimizer.FusionReport;
import dev.semblance.encoders.internal.optimizer.OptimizationTarget;
import dev.semblance.encoders.internal.optimizer.TransformerOptimizer;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.runtime.ExpectedDevice;
import dev.semblance.encoders.internal.runtime.ProbeSession;
import dev.semblance.encoders.internal.runtime.RuntimeArtifact;
import dev.semblance.encoders.internal.runtime.SessionFactory;
import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import dev.semblance.encoders.internal.variant.OnnxChoice;

/**
 * Gets the optimized graphs of transformers: from where they are kept, or by making them.
 */
public final class GraphOptimizer {

	private final ModelFiles files;

	private final EncoderSettings settings;

	private final OptimizedModels models;

	private final boolean keepsPadding;

	/**
	 * Creates an optimizer.
	 * @param files the model's files
	 * @param settings what the caller wants
	 * @param keepsPadding whether padding stays whatever the settings are
	 */
	public GraphOptimizer(ModelFiles files, EncoderSettings settings, boolean keepsPadding) {
		this.files = files;
		this.keepsPadding = keepsPadding;
		this.settings = settings;
		this.models = new OptimizedModels(settings.devices().natives().home());
	}

	/**
	 * Tells whether a file is optimized: fused ones and those of TensorRT, which fuses by
	 * itself, run as they are.
	 * @param chosen the ONNX file
	 * @return whether it is
	 */
	public boolean appliesTo(OnnxChoice chosen) {
		return this.settings.optimized() && chosen.stored() == ModelPrecision.FP32
				&& !(expectedDevice(chosen) instanceof Device.TensorRt);
	}

	private Device expectedDevice(OnnxChoice chosen) {
		return ExpectedDevice.of(chosen.device(this.settings.device()), this.settings.devices().natives()).device();
	}

	/**
	 * Finds or makes the optimized graph of a file.
	 * @param chosen the ONNX file, to which this applies
	 * @return what became of it
	 * @throws InvalidModelException if it cannot be read or rewritten
	 * @throws InvalidInputException if the result cannot be kept
	 * @throws CallCancelledException if the thread is interrupted while another one works
	 */
	public OptimizedModel optimize(OnnxChoice chosen) {
		RuntimeArtifact.requireExactlyOne();
		Device device = expectedDevice(chosen);
		OptimizationTarget target = target(chosen.precision(), device);
		String runtime = new SessionFactory(this.settings.devices(), null).runtimeVersion(device);
		OptimizationKey key = new OptimizationKey(digest(chosen.path()), runtime, target);
		String name = this.files.describe(chosen.path());
		try {
			return this.models.findOrMake(key, name, (folder) -> write(chosen.path(), target, folder));
		}
		catch (IOException ex) {
			throw new InvalidInputException(
					"What %s becomes in %s cannot be kept in %s: %s.".formatted(name, chosen.precision(),
							this.models.folder(), ex),
					"Let the folder be writable for the user of the process alone, or set SEMBLANCE_HOME to another one.",
					ex);
		}
	}

	private OptimizationTarget target(ModelPrecision precision, Device device) {
		boolean cuda = device instanceof Device.Cuda;
		boolean unpadded = cuda && !this.keepsPadding && this.settings.devices().settings().gpu().unpadded();
		boolean reducedRange = precision == ModelPrecision.INT8 && CpuFeatures.ofThisMachine().saturates();
		return new OptimizationTarget(precision, cuda, unpadded, reducedRange);
	}

	/** Reads all files once, and holds none of them. */
	private String digest(String path) {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		for (String location : new TreeSet<>(OnnxBytes.externalData(this.files, path))) {
			String weights = path.substring(0, path.lastIndexOf('/') + 1) + location;
			try {
				digest.update(line(this.files.sha256(weights)));
			}
			catch (IOException ex) {
				throw GraphLoader.unreadable(this.files, weights, ex);
			}
		}
		try {
			digest.update(line(this.files.sha256(path)));
		}
		catch (IOException ex) {
			throw GraphLoader.unreadable(this.files, path, ex);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static byte[] line(String sha256) {
		return (sha256 + "\n").getBytes(StandardCharsets.UTF_8);
	}

	private FusionReport write(String path, OptimizationTarget target, Path folder) throws IOException {
		OnnxBytes onnx = OnnxBytes.read(this.files, path);
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		digest.update(onnx.bytes());
		if (!HexFormat.of().formatHex(digest.digest()).equals(this.files.sha256(path))) {
			throw new InvalidModelException("%s changed while it was read.".formatted(this.files.describe(path)),
					"Load the model again.");
		}
		FusionReport report = new TransformerOptimizer(ProbeSession::open).optimize(onnx.bytes(),
				new WeightReader(this.files.folderOf(path)), this.files.describe(path), target, folder);
		if (target.precision() == ModelPrecision.FP32 && report.before().equals(report.after())) {
			// That it stays as it is need not be found out again.
			for (String file : List.of(GraphFiles.GRAPH, GraphFiles.WEIGHTS)) {
				Files.deleteIfExists(folder.resolve(file));
			}
		}
		return report;
	}

	/**
	 * Opens an optimized graph.
	 * @param running what it was made of, and how
	 * @param model where it is kept
	 * @return the graph
	 */
	LoadedGraph open(RunningGraph running, OptimizedModel model) {
		ModelFiles folder = new FolderFiles(model.folder());
		return new LoadedGraph(running, folder.describe(GraphFiles.GRAPH), OnnxBytes.read(folder, GraphFiles.GRAPH),
				model.folder(), new ExternalData(model.weightsSize(), new byte[0]));
	}

	/**
	 * Describes what became of a graph.
	 * @param model the optimized model
	 * @return what was done to it
	 */
	public static GraphOptimization describe(OptimizedModel model) {
		FusionReport report = model.report();
		return new GraphOptimization(report.before(), report.after(), report.unrecognized(), model.folder().toString());
	}

}
