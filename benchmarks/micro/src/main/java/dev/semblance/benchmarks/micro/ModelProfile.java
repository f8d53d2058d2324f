package dev.semblance.benchmarks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.semblance.benchmarks.micro.MatrixShape.Kind;
import dev.semblance.encoders.internal.onnx.MatrixProductModel;
import dev.semblance.encoders.internal.onnx.ModelInputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tells how near the matrix products within all-MiniLM-L6-v2 come to plain products of
 * the same shapes, both by ONNX Runtime's own profile and on as many threads. The model
 * and the products run in turn, so that whatever else slows the machine down slows both.
 */
@Command(name = "model-profile", mixinStandardHelpOptions = true,
		description = "Compares the matrix products within all-MiniLM-L6-v2 with plain products of the same shapes.")
final class ModelProfile implements Callable<Integer> {

	private static final String MODEL = "all-minilm-l6-v2.onnx";

	private static final int RUNS_PER_TURN = 5;

	@Option(names = "--batches", split = ",", defaultValue = "1x16,1x128,4x128,16x32", paramLabel = "TEXTSxTOKENS",
			description = "Batches to run (default: ${DEFAULT-VALUE}).")
	private List<BatchSize> batches = List.of();

	@Option(names = "--turns", defaultValue = "20", paramLabel = "N",
			description = "How often the model and every product get their turn of " + RUNS_PER_TURN
					+ " runs (default: ${DEFAULT-VALUE}).")
	private int turns;

	@Option(names = "--threads", defaultValue = "1", paramLabel = "N",
			description = "Threads of a run (default: ${DEFAULT-VALUE}).")
	private int threads;

	@Option(names = "--own-weights",
			description = "Gives the plain products of a shape as many weights as the model has of it, so that they "
					+ "come from memory as in the model. Without this, one stays in the cache.")
	private boolean ownWeights;

	@Option(names = "--csv", paramLabel = "FILE", description = "Where the table goes as CSV, too.")
	private @Nullable Path csv;

	private ModelProfile() {
	}

	/**
	 * Measures and prints a table.
	 * @param args options, see {@code --help}
	 */
	public static void main(String[] args) {
		Locale.setDefault(Locale.ROOT);
		System.exit(
				new CommandLine(new ModelProfile()).registerConverter(BatchSize.class, BatchSize::parse).execute(args));
	}

	@Override
	public Integer call() throws IOException, OrtException {
		List<MatrixTimes> all = new ArrayList<>();
		Path folder = Files.createTempDirectory("model-profile");
		try {
			System.out.println(MatrixTimes.TABLE_HEADER);
			for (BatchSize batch : this.batches) {
				all.addAll(measure(batch, folder));
			}
		}
		finally {
			deleteFolder(folder);
		}
		if (this.csv != null) {
			Files.write(this.csv,
					Stream.concat(Stream.of(MatrixTimes.CSV_HEADER), all.stream().map(MatrixTimes::toCsv)).toList());
		}
		return 0;
	}

	private List<MatrixTimes> measure(BatchSize batch, Path folder) throws IOException, OrtException {
		byte[] bytes = modelBytes();
		Map<MatrixShape, List<Double>> found;
		try (ProfiledSession model = new ProfiledSession(bytes, tokens(batch), this.threads, folder)) {
			model.run(1);
			found = new NodeTimes(model.kernels(), 0).matrixNodes();
		}
		Map<MatrixShape, ProfiledSession> products = new LinkedHashMap<>();
		try (ProfiledSession model = new ProfiledSession(bytes, tokens(batch), this.threads, folder)) {
			for (Map.Entry<MatrixShape, List<Double>> nodes : found.entrySet()) {
				products.put(nodes.getKey(),
						product(nodes.getKey(), this.ownWeights ? nodes.getValue().size() : 1, folder));
			}
			// The first turn warms up.
			for (int turn = 0; turn <= this.turns; turn++) {
				model.run(RUNS_PER_TURN);
				for (ProfiledSession product : products.values()) {
					product.run(RUNS_PER_TURN);
				}
			}
			return report(batch, new NodeTimes(model.kernels(), RUNS_PER_TURN), products);
		}
		finally {
			for (ProfiledSession product : products.values()) {
				product.close();
			}
		}
	}

	private static List<MatrixTimes> report(BatchSize batch, NodeTimes model,
			Map<MatrixShape, ProfiledSession> products) throws IOException, OrtException {
		Map<Kind, List<MatrixTimes>> byKind = new LinkedHashMap<>();
		for (Map.Entry<MatrixShape, List<Double>> nodes : model.matrixNodes().entrySet()) {
			MatrixShape shape = nodes.getKey();
			int count = nodes.getValue().size();
			ProfiledSession product = Objects.requireNonNull(products.get(shape));
			double plain = new NodeTimes(product.kernels(), RUNS_PER_TURN).mean();
			double inModel = nodes.getValue().stream().mapToDouble(Double::doubleValue).sum();
			byKind.computeIfAbsent(shape.kind(), (kind) -> new ArrayList<>())
				.add(new MatrixTimes(batch, shape.toString(), count, count * shape.operations(), inModel,
						count * plain));
		}
		List<MatrixTimes> rows = new ArrayList<>();
		byKind.values().forEach(rows::addAll);
		List<MatrixTimes> sums = byKind.entrySet()
			.stream()
			.map((kind) -> MatrixTimes.sum("all " + kind.getKey().name().toLowerCase(Locale.ROOT), kind.getValue()))
			.toList();
		rows.addAll(sums);
		MatrixTimes matrices = MatrixTimes.sum("all", sums);
		rows.add(matrices);
		rows.forEach((row) -> System.out.println(row.toTableRow()));
		System.out.printf("%-7s  A run spends %.3f of %.3f ms in matrix nodes: %.0f %%.%n", batch,
				matrices.modelMicros() / 1000, model.total() / 1000, 100 * matrices.modelMicros() / model.total());
		return rows;
	}

	private static byte[] modelBytes() throws IOException {
		try (InputStream stream = Objects
			.requireNonNull(ModelProfile.class.getClassLoader().getResourceAsStream(MODEL))) {
			return stream.readAllBytes();
		}
	}

	private static Map<String, OnnxTensor> tokens(BatchSize batch) throws OrtException {
		Random random = new Random(1);
		long[] shape = { batch.texts(), batch.tokens() };
		int count = batch.texts() * batch.tokens();
		Map<String, LongBuffer> values = Map.of(ModelInputs.INPUT_IDS,
				LongBuffer.wrap(random.longs(count, 1000, 30_000).toArray()), ModelInputs.ATTENTION_MASK,
				LongBuffer.wrap(random.longs(count, 1, 2).toArray()), ModelInputs.TOKEN_TYPE_IDS,
				LongBuffer.wrap(new long[count]));
		Map<String, OnnxTensor> inputs = new HashMap<>();
		for (Map.Entry<String, LongBuffer> input : values.entrySet()) {
			inputs.put(input.getKey(),
					OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input.getValue(), shape));
		}
		return inputs;
	}

	private ProfiledSession product(MatrixShape shape, int weights, Path folder) throws OrtException {
		Random random = new Random(2);
		if (shape.kind() == Kind.WEIGHTS) {
			return new ProfiledSession(
					MatrixProductModel.withWeights(weights, (int) shape.inner(), (int) shape.columns(), random),
					Map.of(MatrixProductModel.LEFT, matrices(random, shape.rows(), shape.inner())), this.threads,
					folder);
		}
		return new ProfiledSession(MatrixProductModel.batched(),
				Map.of(MatrixProductModel.LEFT, matrices(random, shape.products(), shape.rows(), shape.inner()),
						MatrixProductModel.RIGHT, matrices(random, shape.products(), shape.inner(), shape.columns())),
				this.threads, folder);
	}

	private static OnnxTensor matrices(Random random, long... shape) throws OrtException {
		FloatBuffer values = FloatBuffer.allocate((int) Arrays.stream(shape).reduce(1, Math::multiplyExact));
		while (values.hasRemaining()) {
			values.put((float) random.nextGaussian());
		}
		return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values.flip(), shape);
	}

	private static void deleteFolder(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(folder);
	}

}
