package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.PulledModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Brings a model into the cache.
 */
@Command(name = "pull",
		description = "Brings a model of a hub into the cache: all files that it needs, at the commit that its revision "
				+ "stands for now. What was fetched in part is gone on with, and everything is compared with the "
				+ "checksums that the hub announces.")
@SuppressWarnings("NullAway.Init")
final class PullCommand implements Callable<Integer> {

	private final CommandHub hub;

	@Spec
	private CommandSpec command;

	@Parameters(index = "0", paramLabel = "MODEL",
			description = "The model's hub id: organization/name or organization/name@revision.")
	private String model;

	@Option(names = "--revision", paramLabel = "R",
			description = "Branch, tag or commit, instead of behind an @ (default: the branch main).")
	private @Nullable String revision;

	@Option(names = { "--precision", "--model-precision" }, paramLabel = "P", defaultValue = "auto",
			description = "Precision that the model is to run in, which decides on its ONNX file: auto, fp32, fp16 or int8 "
					+ "(default: ${DEFAULT-VALUE}).")
	private ModelPrecision precision;

	@Option(names = "--device", paramLabel = "D", defaultValue = "auto",
			description = "Device that the model is to run on, where it is another than this machine's: auto, cpu, cuda or "
					+ "cuda:N (default: ${DEFAULT-VALUE}).")
	private Device device;

	@Option(names = "--verify",
			description = "Read all files of the model that are in the cache already, and fetch again those that are not "
					+ "what was fetched. The commit stays the same.")
	private boolean verify;

	@Mixin
	private OutputOptions result;

	@Mixin
	private ProgressOptions progress;

	PullCommand(CommandHub hub) {
		this.hub = hub;
	}

	@Override
	public Integer call() {
		String reference = reference();
		long start = System.nanoTime();
		ModelHub source = this.hub.of(this.progress.display());
		PulledModel pulled = this.verify ? source.repair(reference, this.precision, this.device)
				: source.pull(reference, this.precision, this.device);
		print(pulled, Seconds.since(start));
		return 0;
	}

	private String reference() {
		if (this.revision == null) {
			return this.model;
		}
		if (this.model.contains("@")) {
			throw new ParameterException(this.command.commandLine(),
					"%s names a revision already; leave out --revision %s.".formatted(this.model, this.revision));
		}
		return this.model + "@" + this.revision;
	}

	private void print(PulledModel pulled, double seconds) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("repository", pulled.repository());
		values.put("revision", pulled.revision());
		values.put("folder", pulled.folder().toString());
		values.put("files", pulled.files().stream().map(PullCommand::values).toList());
		values.put("bytes", pulled.bytes());
		values.put("repaired", pulled.repaired());
		values.put("seconds", seconds);
		this.result.print(values, () -> forPeople(values, pulled.repaired()));
	}

	private static Map<String, Object> values(PulledModel.PulledFile file) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("path", file.path());
		values.put("size", file.size());
		values.put("sha256", file.sha256());
		return values;
	}

	/** A second numbered list would be taken for files of the model. */
	private Map<String, Object> forPeople(Map<String, Object> values, List<String> repaired) {
		Map<String, Object> lines = new LinkedHashMap<>(values);
		if (this.verify) {
			lines.put("repaired", repaired.isEmpty() ? "nothing" : String.join(", ", repaired));
		}
		else {
			lines.remove("repaired");
		}
		return lines;
	}

}
