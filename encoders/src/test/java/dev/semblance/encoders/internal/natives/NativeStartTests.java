package dev.semblance.encoders.internal.natives;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How processes load ONNX Runtime, each a JVM of its own: a process loads it once.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class NativeStartTests {

	@TempDir
	private Path folder;

	private Path model;

	private Path home;

	@BeforeEach
	void writeModel() throws IOException {
		this.model = new TinyModel().write(Files.createDirectories(this.folder.resolve("model")));
		this.home = this.folder.resolve("home");
	}

	@Test
	void theSecondStartUnpacksNothing() throws Exception {
		assertThat(start(Map.of()).printed()).contains("3 dimensions");
		List<Path> unpacked = kept();
		assertThat(unpacked).extracting((file) -> file.getFileName().toString())
			.contains("libonnxruntime.so", "libonnxruntime4j_jni.so");
		FileTime longAgo = FileTime.from(Instant.EPOCH);
		for (Path file : unpacked) {
			Files.setLastModifiedTime(file, longAgo);
		}
		assertThat(start(Map.of()).printed()).contains("3 dimensions").contains("nothing in the temporary folder");
		assertThat(kept()).isEqualTo(unpacked);
		for (Path file : unpacked) {
			assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
		}
	}

	@Test
	void aHomeThatCannotBeWrittenLeavesUnpackingToOnnxRuntime() throws Exception {
		Files.writeString(this.home, "a file where the folder should be");
		assertThat(start(Map.of()).printed()).contains("3 dimensions")
			.contains("cannot be kept in " + this.home)
			.contains("unpacked at every start");
	}

	@Test
	void aBuildThatWasNotMadeForJavaIsCompleted() throws Exception {
		Path build = Files.createDirectories(this.folder.resolve("build"));
		try (InputStream library = FakeMachine.class.getClassLoader()
			.getResourceAsStream(Platform.ofThisMachine().resource(NativeLibraries.RUNTIME))) {
			Files.copy(library, build.resolve("libonnxruntime.so"));
		}
		for (int start = 0; start < 2; start++) {
			assertThat(start(Map.of("SEMBLANCE_ONNXRUNTIME", build.toString())).printed()).contains("3 dimensions")
				.contains("loaded from " + build.toRealPath());
		}
	}

	@Test
	void aBuildThatCannotBeLoadedIsNamedWithTheReason() throws Exception {
		Path build = Files.createDirectories(this.folder.resolve("build"));
		Files.writeString(build.resolve("libonnxruntime.so"), "no library");
		assertThat(start(Map.of("SEMBLANCE_ONNXRUNTIME", build.toString())).printed())
			.contains("The native libraries of the ONNX Runtime in " + build.toRealPath() + " cannot be loaded")
			.contains("set SEMBLANCE_HOME");
	}

	@Test
	void theWarningOfAHomeThatCannotBeWrittenComesOnceForAllModels() throws Exception {
		Files.writeString(this.home, "a file where the folder should be");
		assertThat(start(Map.of()).printed()).containsOnlyOnce("unpacked at every start");
	}

	@Test
	void aLibraryThatOnnxRuntimeWasToldToTakeIsTaken() throws Exception {
		Path library = this.folder.resolve("libonnxruntime.so");
		try (InputStream stream = FakeMachine.class.getClassLoader()
			.getResourceAsStream(Platform.ofThisMachine().resource(NativeLibraries.RUNTIME))) {
			Files.copy(stream, library);
		}
		assertThat(start(Map.of(), System.getProperty("java.class.path"),
				"-Donnxruntime.native.onnxruntime.path=" + library)
			.printed()).contains("loaded from " + library.toRealPath());
	}

	@Test
	void aBuildThatIsNoneKeepsTheEncoderFromLoading() throws Exception {
		Path build = Files.createDirectories(this.folder.resolve("empty"));
		ChildJvm child = start(Map.of("SEMBLANCE_ONNXRUNTIME", build.toString()));
		assertThat(child.printed()).contains(build + " was named as ONNX Runtime, and holds no libonnxruntime.so");
	}

	@Test
	void bothArtifactsOnTheClassPathAreReportedAndNeverSilentlyTheCpu() throws Exception {
		Path gpu = new FakeMachine(this.folder).artifact("onnxruntime_gpu.jar",
				Map.of("onnxruntime_providers_cuda", FakeMachine.provider()));
		ChildJvm child = start(Map.of(), System.getProperty("java.class.path") + File.pathSeparator + gpu);
		assertThat(child.printed()).contains("ONNX Runtime is on the class path 2 times")
			.contains("onnxruntime_gpu.jar")
			.contains("Keep either onnxruntime or onnxruntime_gpu")
			.doesNotContain("3 dimensions");
	}

	private ChildJvm start(Map<String, String> variables) throws Exception {
		return start(variables, System.getProperty("java.class.path"));
	}

	private ChildJvm start(Map<String, String> variables, String classPath, String... options) throws Exception {
		Path temporary = Files.createDirectories(this.folder.resolve("temporary"));
		Map<String, String> all = new HashMap<>(variables);
		all.put("SEMBLANCE_HOME", this.home.toString());
		String[] allOptions = Stream
			.concat(Stream.of("-Djava.io.tmpdir=" + temporary, "-Dtest.model=" + this.model), Stream.of(options))
			.toArray(String[]::new);
		ChildJvm child = ChildJvm.start(this.folder, all, Child.class, classPath, allOptions);
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		return child;
	}

	private List<Path> kept() throws IOException {
		try (Stream<Path> files = Files.walk(this.home.resolve("onnxruntime"))) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** Runs in the child process. */
	static final class Child {

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) throws IOException {
			String model = System.getProperty("test.model");
			try (DenseEncoder encoder = DenseEncoder.builder(model).build();
					DenseEncoder another = DenseEncoder.builder(model).build()) {
				System.out.println(another.model().device());
				System.out.println(encoder.encodeQuery("one two").length + " dimensions");
				Files.readAllLines(Path.of("/proc/self/maps"))
					.stream()
					.filter((line) -> line.endsWith("libonnxruntime.so"))
					.findFirst()
					.ifPresent((line) -> System.out.println("loaded from " + line.substring(line.indexOf('/'))));
				try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
					System.out.println(
							files.filter((file) -> file.toString().contains("libonnxruntime")).findAny().isPresent()
									? "unpacked again" : "nothing in the temporary folder");
				}
			}
			catch (SemblanceException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
