package dev.semblance.encoders.internal.optimized;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.optimizer.FusionReport;
import dev.semblance.encoders.internal.optimizer.OptimizationTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OptimizedModelsTests {

	private static final OptimizationTarget TARGET = new OptimizationTarget(ModelPrecision.FP32, false, false, false);

	private static final OptimizationKey KEY = new OptimizationKey("model", "1.28.0", TARGET);

	private static final FusionReport REPORT = new FusionReport(Map.of("MatMul", 12, "Softmax", 2),
			Map.of("MatMul", 8, "MultiHeadAttention", 2), List.of("One place stays as it is."));

	private final AtomicInteger made = new AtomicInteger();

	@TempDir
	private Path home;

	@Test
	void whatWasMadeIsFoundAgain() throws IOException {
		OptimizedModel first = make(KEY);
		OptimizedModel second = make(KEY);
		assertThat(this.made).hasValue(1);
		assertThat(second).isEqualTo(first);
		assertThat(second.report()).isEqualTo(REPORT);
		assertThat(second.rewritten()).isTrue();
		assertThat(second.weightsSize()).isEqualTo(100_000);
		assertThat(second.folder()).isEqualTo(folder(KEY).toRealPath());
		assertThat(names(second.folder())).containsExactly("graph.onnx", "report.json", "weights.bin");
	}

	@Test
	void aModelThatStaysAsItIsIsRemembered() throws IOException {
		OptimizedModels models = new OptimizedModels(this.home);
		OptimizedModel model = models.findOrMake(KEY, "a model", (folder) -> REPORT);
		assertThat(model.rewritten()).isFalse();
		assertThat(models.find(KEY)).contains(model);
	}

	@ParameterizedTest
	@ValueSource(strings = { "graph.onnx", "weights.bin" })
	void oneChangedByteIsFoundAndMadeAgain(String file) throws IOException {
		byte[] right = Files.readAllBytes(make(KEY).folder().resolve(file));
		for (int place : new int[] { 0, right.length / 2, right.length - 1 }) {
			byte[] wrong = right.clone();
			wrong[place] ^= 1;
			Files.write(folder(KEY).resolve(file), wrong);
			assertThat(new OptimizedModels(this.home).find(KEY)).isEmpty();
			make(KEY);
			assertThat(folder(KEY).resolve(file)).hasBinaryContent(right);
		}
		assertThat(this.made).hasValue(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "graph.onnx", "weights.bin", "report.json" })
	void aTornFileIsMadeAgain(String file) throws IOException {
		byte[] right = Files.readAllBytes(make(KEY).folder().resolve(file));
		for (int length : new int[] { 0, 1, right.length / 2, right.length - 1 }) {
			Files.write(folder(KEY).resolve(file), Arrays.copyOf(right, length));
			make(KEY);
			assertThat(folder(KEY).resolve(file)).hasBinaryContent(right);
		}
		assertThat(this.made).hasValue(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "graph.onnx", "weights.bin", "report.json" })
	void aMissingFileIsMadeAgain(String file) throws IOException {
		make(KEY);
		Files.delete(folder(KEY).resolve(file));
		assertThat(make(KEY).folder().resolve(file)).exists();
		assertThat(this.made).hasValue(2);
	}

	@Test
	void aRecordThatSpeaksOfFilesElsewhereIsNotBelieved() throws IOException {
		Path record = make(KEY).folder().resolve("report.json");
		Files.writeString(record, Files.readString(record).replace("weights.bin", "../weights.bin"));
		assertThat(new OptimizedModels(this.home).find(KEY)).isEmpty();
	}

	@Test
	void aRecordOfAnotherModelIsNotBelieved() throws IOException {
		OptimizationKey other = new OptimizationKey("other", "1.28.0", TARGET);
		Path record = make(KEY).folder().resolve("report.json");
		make(other);
		Files.copy(folder(other).resolve("report.json"), record, StandardCopyOption.REPLACE_EXISTING);
		assertThat(new OptimizedModels(this.home).find(KEY)).isEmpty();
		assertThat(new OptimizedModels(this.home).find(other)).isPresent();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whatOthersCouldHaveWrittenIsNotUsed() throws IOException {
		make(KEY);
		OptimizedModels models = new OptimizedModels(this.home);
		for (Path open : List.of(models.folder(), folder(KEY), folder(KEY).resolve("graph.onnx"),
				folder(KEY).resolve("weights.bin"), folder(KEY).resolve("report.json"))) {
			Set<PosixFilePermission> before = Files.getPosixFilePermissions(open);
			Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xrwx"));
			assertThat(models.find(KEY)).as(open.toString()).isEmpty();
			Files.setPosixFilePermissions(open, before);
		}
		assertThat(models.find(KEY)).isPresent();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aLinkIsNotFollowed() throws IOException {
		Path weights = make(KEY).folder().resolve("weights.bin");
		Files.move(weights, this.home.resolve("elsewhere"));
		Files.createSymbolicLink(weights, this.home.resolve("elsewhere"));
		assertThat(new OptimizedModels(this.home).find(KEY)).isEmpty();
	}

	@Test
	void aHomeThatCannotBeWrittenIsNamed() throws IOException {
		Path file = Files.writeString(this.home.resolve("file"), "in the way");
		OptimizedModels models = new OptimizedModels(file);
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> models.findOrMake(KEY, "m", this::write))
			.withMessageContaining(file.toString());
		assertThat(this.made).hasValue(0);
	}

	@Test
	void aUserWithoutAHomeIsTold() {
		assertThatIOException()
			.isThrownBy(() -> new OptimizedModels(Path.of("?", "cache")).findOrMake(KEY, "m", this::write))
			.withMessageContaining("SEMBLANCE_HOME");
	}

	@Test
	void whatFailsLeavesNothing() {
		OptimizedModels models = new OptimizedModels(this.home);
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> models.findOrMake(KEY, "m", (folder) -> {
				write(Files.createDirectory(folder.resolve("inner")));
				throw new InvalidModelException("It cannot be rewritten.", "Use another one.");
			}));
		assertThat(names(models.folder())).containsExactly("lock");
	}

	@Test
	void whatAKilledProcessLeftIsRemoved() throws IOException, InterruptedException {
		ChildJvm child = ChildJvm.start(this.home, Killed.class, "-XX:TieredStopAtLevel=1", "-Dhome=" + this.home);
		child.awaitOutput("half");
		child.process().destroyForcibly();
		child.awaitExit();
		assertThat(names(new OptimizedModels(this.home).folder())).hasSize(2);
		assertThat(new OptimizedModels(this.home).find(KEY)).isEmpty();
		make(new OptimizationKey("other", "1.28.0", TARGET));
		assertThat(names(new OptimizedModels(this.home).folder())).hasSize(2).contains("lock");
		make(KEY);
		assertThat(this.made).hasValue(2);
	}

	@Test
	void manyThreadsMakeItOnce() {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<CompletableFuture<OptimizedModel>> calls = IntStream.range(0, 8)
				.mapToObj((call) -> CompletableFuture.supplyAsync(() -> {
					try {
						return make(KEY);
					}
					catch (IOException ex) {
						throw new AssertionError(ex);
					}
				}, threads))
				.toList();
			assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(1);
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.made).hasValue(1);
	}

	@Test
	void manyProcessesMakeItOnce() throws IOException, InterruptedException {
		List<ChildJvm> children = List.of(child(), child(), child());
		int made = 0;
		for (ChildJvm child : children) {
			assertThat(child.awaitExit()).as(child.printed()).isZero();
			made += child.printed().contains("made") ? 1 : 0;
		}
		assertThat(made).isEqualTo(1);
		assertThat(new OptimizedModels(this.home).find(KEY)).isPresent();
	}

	private ChildJvm child() throws IOException {
		return ChildJvm.start(this.home, Maker.class, "-XX:TieredStopAtLevel=1", "-Dhome=" + this.home);
	}

	@Test
	void whatOlderVersionsMadeOfTheSameModelIsRemoved() throws IOException {
		OptimizationKey older = new OptimizationKey("model", OptimizationKey.OPTIMIZER - 1, "1.28.0", TARGET);
		OptimizationKey olderRuntime = new OptimizationKey("model", OptimizationKey.OPTIMIZER, "1.9.0", TARGET);
		OptimizationKey otherTarget = new OptimizationKey("model", "1.28.0",
				new OptimizationTarget(ModelPrecision.INT8, false, false, true));
		OptimizationKey otherModel = new OptimizationKey("other", OptimizationKey.OPTIMIZER - 1, "1.28.0", TARGET);
		for (OptimizationKey key : List.of(older, olderRuntime, otherTarget, otherModel)) {
			make(key);
		}
		make(KEY);
		OptimizedModels models = new OptimizedModels(this.home);
		assertThat(Stream.of(KEY, otherTarget, otherModel).map(models::find)).allMatch(Optional::isPresent);
		assertThat(Stream.of(older, olderRuntime).map(models::find)).allMatch(Optional::isEmpty);
		assertThat(names(models.folder())).hasSize(4);
	}

	@Test
	void everyPartOfTheKeyMakesADifference() {
		assertThat(Stream
			.of(KEY, new OptimizationKey("other", "1.28.0", TARGET), new OptimizationKey("model", "1.29.0", TARGET),
					new OptimizationKey("model", 99, "1.28.0", TARGET),
					key(new OptimizationTarget(ModelPrecision.FP16, false, false, false)),
					key(new OptimizationTarget(ModelPrecision.FP32, true, false, false)),
					key(new OptimizationTarget(ModelPrecision.FP32, true, true, false)),
					key(new OptimizationTarget(ModelPrecision.INT8, false, false, false)),
					key(new OptimizationTarget(ModelPrecision.INT8, false, false, true)))
			.map(OptimizationKey::digest)).doesNotHaveDuplicates().allMatch((digest) -> digest.matches("[0-9a-f]{64}"));
	}

	private static OptimizationKey key(OptimizationTarget target) {
		return new OptimizationKey("model", "1.28.0", target);
	}

	private OptimizedModel make(OptimizationKey key) throws IOException {
		return new OptimizedModels(this.home).findOrMake(key, "a model", this::write);
	}

	private FusionReport write(Path folder) throws IOException {
		this.made.incrementAndGet();
		return writeTo(folder);
	}

	private static FusionReport writeTo(Path folder) throws IOException {
		Files.writeString(folder.resolve("graph.onnx"), "the graph");
		Files.write(folder.resolve("weights.bin"), new byte[100_000]);
		return REPORT;
	}

	private Path folder(OptimizationKey key) {
		return this.home.resolve("optimized").resolve(key.digest());
	}

	private static List<String> names(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Makes a model, unless another process does. */
	static final class Maker {

		private Maker() {
		}

		public static void main(String[] arguments) throws IOException {
			new OptimizedModels(Path.of(System.getProperty("home"))).findOrMake(KEY, "a model", (folder) -> {
				System.out.println("made");
				try {
					Thread.sleep(500);
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
				return writeTo(folder);
			});
		}

	}

	/** Is killed in the middle. */
	static final class Killed {

		private Killed() {
		}

		public static void main(String[] arguments) throws IOException {
			new OptimizedModels(Path.of(System.getProperty("home"))).findOrMake(KEY, "a model", (folder) -> {
				Files.writeString(folder.resolve("graph.onnx"), "the gr");
				System.out.println("half");
				try {
					Thread.sleep(60_000);
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
				return REPORT;
			});
		}

	}

}
