package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.DeviceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class RuntimeArtifactTests {

	private static final String CLASS_FILE = "ai/onnxruntime/OrtEnvironment.class";

	@TempDir
	private Path folder;

	@Test
	void oneRuntimeIsFine() {
		assertThatNoException()
			.isThrownBy(() -> RuntimeArtifact.requireExactlyOne(RuntimeArtifactTests.class.getClassLoader()));
	}

	@Test
	void noRuntimeIsReportedWithTheArtifactsToAdd() throws IOException {
		try (URLClassLoader none = loader()) {
			assertThatExceptionOfType(DeviceUnavailableException.class)
				.isThrownBy(() -> RuntimeArtifact.requireExactlyOne(none))
				.withMessageContaining("com.microsoft.onnxruntime:onnxruntime");
		}
	}

	@Test
	void twoRuntimesAreReportedWithBothPlaces() throws IOException {
		try (URLClassLoader both = loader(artifact("cpu", CLASS_FILE), artifact("gpu", CLASS_FILE))) {
			assertThatExceptionOfType(DeviceUnavailableException.class)
				.isThrownBy(() -> RuntimeArtifact.requireExactlyOne(both))
				.withMessageContaining("2 times")
				.withMessageContaining("/cpu/")
				.withMessageContaining("/gpu/");
		}
	}

	private URL artifact(String name, String resource) throws IOException {
		Path file = this.folder.resolve(name).resolve(resource);
		Files.createDirectories(file.getParent());
		Files.write(file, new byte[] { 1 });
		return this.folder.resolve(name).toUri().toURL();
	}

	private static URLClassLoader loader(URL... artifacts) {
		return new URLClassLoader(artifacts, ClassLoader.getPlatformClassLoader());
	}

}
