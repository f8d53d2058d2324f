package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NativeBuildTests {

	@TempDir
	private Path folder;

	@Test
	void theArtifactOnTheClassPathIsFoundWithoutLoadingIt() {
		NativeBuild build = find(null, null, Platform.ofThisMachine());
		assertThat(build.origin()).isEqualTo(NativeBuild.Origin.CLASS_PATH);
		assertThat(build.libraries()).get().isInstanceOf(JarLibraries.class);
		assertThat(build.libraries().orElseThrow().place()).endsWith(".jar");
		assertThat(build.has(ExecutionProvider.CUDA)).isFalse();
	}

	@Test
	void aClassPathWithoutItHasNoLibraries() {
		NativeBuild build = NativeBuild.find(null, null, ClassLoader.getPlatformClassLoader(), FakeMachine.linux());
		assertThat(build.libraries()).isEmpty();
		assertThat(build.needs(ExecutionProvider.CUDA)).isEmpty();
	}

	@Test
	void aFolderThatIsNamedIsTaken() throws IOException {
		Files.writeString(this.folder.resolve("libonnxruntime.so"), "x");
		Files.writeString(this.folder.resolve("libonnxruntime_providers_cuda.so"),
				FakeMachine.provider("libcudart.so.13", "libcudnn.so.9"));
		NativeBuild build = find(this.folder, null, FakeMachine.linux());
		assertThat(build.place()).isEqualTo("the ONNX Runtime in " + this.folder.toRealPath());
		assertThat(build.needs(ExecutionProvider.CUDA)).containsExactly("libcudart.so.13", "libcudnn.so.9");
	}

	@Test
	void aJarThatIsNamedIsTaken() throws IOException {
		Path jar = new FakeMachine(this.folder).artifact("some other.jar", Map.of("onnxruntime", "x",
				"onnxruntime_providers_cuda", FakeMachine.provider(FakeMachine.CUDA_12.toArray(String[]::new))));
		NativeBuild build = find(jar, null, FakeMachine.linux());
		assertThat(build.has(ExecutionProvider.CUDA)).isTrue();
		assertThat(build.has(ExecutionProvider.TENSORRT)).isFalse();
		assertThat(build.needs(ExecutionProvider.CUDA)).containsExactlyInAnyOrderElementsOf(FakeMachine.CUDA_12);
	}

	@Test
	void whatIsNoBuildIsRefusedByName() throws IOException {
		Path text = Files.writeString(this.folder.resolve("text.txt"), "no jar");
		for (Path wrong : new Path[] { this.folder, text }) {
			assertThatExceptionOfType(DeviceUnavailableException.class)
				.isThrownBy(() -> find(wrong, null, FakeMachine.linux()))
				.withMessageContaining(wrong.toString())
				.withMessageContaining("holds no libonnxruntime.so for linux-x64");
		}
	}

	@Test
	void aPathThatDoesNotExistIsRefusedAsSuch() {
		Path missing = this.folder.resolve("missing");
		assertThatExceptionOfType(DeviceUnavailableException.class)
			.isThrownBy(() -> find(missing, null, FakeMachine.linux()))
			.withMessageContaining(missing + " was named as ONNX Runtime, and does not exist.");
	}

	@Test
	void aBuildIsTheSameByWhateverName() throws IOException {
		Files.writeString(this.folder.resolve("libonnxruntime.so"), "x");
		Path other = this.folder.resolve("..").resolve(this.folder.getFileName());
		assertThat(find(other, null, FakeMachine.linux()).place())
			.isEqualTo(find(this.folder, null, FakeMachine.linux()).place());
	}

	@Test
	void aClassPathThatIsNoFolderAndNoJarIsLeftToOnnxRuntime() {
		ClassLoader image = new ClassLoader(null) {

			@Override
			public URL getResource(String name) {
				return Object.class.getResource("Object.class");
			}

		};
		assertThat(NativeBuild.find(null, null, image, FakeMachine.linux()).libraries()).isEmpty();
	}

	@Test
	void foldersThatALibraryItselfNamesAreSearched() throws IOException {
		Files.writeString(this.folder.resolve("libonnxruntime.so"), "x");
		Files.writeString(this.folder.resolve("libonnxruntime_providers_cuda.so"),
				FakeMachine.provider("libcudart.so.13", "$ORIGIN/cuda:/opt/cuda/lib64:"));
		NativeBuild build = find(this.folder, null, FakeMachine.linux());
		assertThat(build.needs(ExecutionProvider.CUDA)).containsExactly("libcudart.so.13");
		assertThat(build.runPath(ExecutionProvider.CUDA)).containsExactly(this.folder.toRealPath().resolve("cuda"),
				Path.of("/opt/cuda/lib64"));
	}

	@Test
	void whatOnnxRuntimeItselfWasToldGoesFirst() {
		NativeBuild build = find(this.folder, "/opt/onnxruntime", FakeMachine.linux());
		assertThat(build.place()).isEqualTo("the ONNX Runtime in /opt/onnxruntime");
		assertThat(build.origin()).isEqualTo(NativeBuild.Origin.PROPERTY);
	}

	@Test
	void theEnvironmentNamesABuildAndAHome() {
		Map<String, String> variables = Map.of("SEMBLANCE_ONNXRUNTIME", " /opt/ort ", "SEMBLANCE_HOME", "/var/s");
		assertThat(NativeSettings.of(null, null, variables))
			.isEqualTo(new NativeSettings(Path.of("/opt/ort"), Path.of("/var/s")));
		assertThat(NativeSettings.of(Path.of("a"), Path.of("b"), variables))
			.isEqualTo(new NativeSettings(Path.of("a"), Path.of("b")));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> NativeSettings.of(null, null, Map.of("SEMBLANCE_ONNXRUNTIME", "a\0b")))
			.withMessageContaining("SEMBLANCE_ONNXRUNTIME");
	}

	@Test
	void platformsAreNamedAsInTheArtifacts() {
		assertThat(Platform.of("Linux", "amd64").resource("onnxruntime"))
			.isEqualTo("ai/onnxruntime/native/linux-x64/libonnxruntime.so");
		assertThat(Platform.of("Linux", "aarch64").name()).isEqualTo("linux-aarch64");
		assertThat(Platform.of("Mac OS X", "aarch64").resource("onnxruntime"))
			.isEqualTo("ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib");
		assertThat(Platform.of("Windows 11", "amd64").resource("onnxruntime"))
			.isEqualTo("ai/onnxruntime/native/win-x64/onnxruntime.dll");
	}

	private static NativeBuild find(@Nullable Path named, @Nullable String property, Platform platform) {
		return NativeBuild.find(named, property, NativeBuildTests.class.getClassLoader(), platform);
	}

}
