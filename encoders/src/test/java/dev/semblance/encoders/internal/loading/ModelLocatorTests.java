package dev.semblance.encoders.internal.loading;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.model.ClasspathModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model whose jar with the weights is missing is looked for on the hub, and both are
 * named if it is not there either.
 */
class ModelLocatorTests {

	private static final String NAME = "test/packaged";

	@TempDir
	private Path folder;

	@Test
	void weightsThatAreNowhereAreNamedByBothPlaces() throws IOException {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> locate(new ModelNotFoundException("The hub has none.", "Check the name.")))
			.withMessageContaining("no resource missing.onnx")
			.withMessageContaining("The hub has none.")
			.withMessageContaining("Add the artifact test:weights. Or: Check the name.");
	}

	@Test
	void whatElseIsWrongKeepsItsType() {
		ModelDownloadException failure = new ModelDownloadException("The hub is not there.", "Try again.");
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> locate(failure)).isSameAs(failure);
		assertThat(failure.getSuppressed()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasMessageContaining("no resource missing.onnx"));
	}

	private void locate(SemblanceException failure) throws IOException {
		Path semblance = this.folder.resolve("META-INF/semblance");
		Path model = Files.createDirectories(semblance.resolve("models").resolve(NAME));
		Files.writeString(semblance.resolve("models.index"), NAME);
		Files.writeString(model.resolve("resources.json"),
				"{\"artifact\": \"test:weights\", \"files\": {\"onnx/model.onnx\": \"missing.onnx\"}}");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() }, null)) {
			new ModelLocator(new ClasspathModels(loader), () -> {
				throw failure;
			}, (files) -> List.of()).locate(NAME, null);
		}
	}

}
