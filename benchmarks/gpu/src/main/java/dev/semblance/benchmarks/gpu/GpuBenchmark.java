package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs one part of the run on a GPU, for {@code run.py}.
 */
@Command(name = "gpu-benchmark", mixinStandardHelpOptions = true, description = "Runs one part of the run on a GPU.")
final class GpuBenchmark implements Callable<Integer> {

	private static final Map<String, Part> PARTS = new LinkedHashMap<>();

	static {
		PARTS.put("correctness", new Correctness());
		PARTS.put("throughput", new Throughput());
		PARTS.put("optimization", new Optimization());
		PARTS.put("latency", new Latency());
		PARTS.put("alternation", new Alternation());
		PARTS.put("memory", new MemoryLimit());
	}

	@Parameters(paramLabel = "PART",
			description = "correctness, throughput, optimization, latency, alternation or memory.")
	private String part = "";

	@Option(names = "--device", defaultValue = "cuda")
	private Device device = new Device.Auto();

	@Option(names = "--model", required = true)
	private Path model = Path.of("");

	@Option(names = "--reranker", required = true)
	private Path reranker = Path.of("");

	@Option(names = "--precisions", split = ",", defaultValue = "fp32,fp16")
	private List<ModelPrecision> precisions = List.of();

	@Option(names = "--texts", required = true)
	private Path texts = Path.of("");

	@Option(names = "--lengths", split = ",", required = true)
	private List<String> lengths = List.of();

	@Option(names = "--max-length", required = true)
	private int maxLength;

	@Option(names = "--seconds", defaultValue = "1")
	private double seconds;

	@Option(names = "--rounds", defaultValue = "3")
	private int rounds;

	@Option(names = "--queries", defaultValue = "2000")
	private int queries;

	@Option(names = "--callers", defaultValue = "8")
	private int callers;

	@Option(names = "--alternations", defaultValue = "1000")
	private int alternations;

	@Option(names = "--sample-every", defaultValue = "20")
	private int sampleEvery;

	private GpuBenchmark() {
	}

	/**
	 * Runs a part and prints its rows.
	 * @param args the part and options, see {@code --help}
	 */
	public static void main(String[] args) {
		Locale.setDefault(Locale.ROOT);
		System.exit(new CommandLine(new GpuBenchmark()).registerConverter(Device.class, Device::parse)
			.registerConverter(ModelPrecision.class, ModelPrecision::named)
			.execute(args));
	}

	@Override
	public Integer call() throws IOException, InterruptedException {
		Part chosen = PARTS.get(this.part);
		if (chosen == null) {
			throw new IllegalArgumentException(
					"There is no part '%s'; there are %s.".formatted(this.part, PARTS.keySet()));
		}
		Rows rows = new Rows(System.out);
		chosen.run(new Work(this.device, this.model, this.reranker, this.precisions, this.texts, this.lengths,
				this.maxLength, new Work.Amounts(this.seconds, this.rounds, this.queries, this.callers,
						this.alternations, this.sampleEvery)),
				rows);
		return rows.failed() ? 1 : 0;
	}

}
