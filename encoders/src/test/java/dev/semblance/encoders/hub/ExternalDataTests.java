package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The weights of an ONNX file stand in files beside it, or it is refused before ONNX
 * Runtime opens anything.
 */
class ExternalDataTests extends AbstractHubTests {

	@ParameterizedTest
	@ValueSource(strings = { "../weights", "sub/weights", "./weights", "/etc/passwd", "C:weights", "C:\\weights",
			"..\\weights", "..", "a\nweights" })
	void weightsOutsideTheFolderAreRefusedByAPull(String location) throws IOException {
		serveWithWeightsAt(location);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull)
			.withMessageContaining("model.onnx wants to read its weights from '%s'".formatted(location));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../weights", "sub/weights", "/etc/passwd", "C:\\weights" })
	void weightsOutsideTheFolderAreRefusedByALoad(String location) throws IOException {
		serveWithWeightsAt(location);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(impatient().build()))
			.withMessageContaining("model.onnx wants to read its weights from '%s'".formatted(location));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../weights", "/etc/passwd" })
	void weightsOutsideTheFolderAreRefusedInTheCacheOfHuggingFacesTools(String location) throws IOException {
		writeWithWeightsAt(location);
		HuggingFaceLayout.write(this.folder.resolve("huggingface/hub"), NAME, source());
		ModelHub offline = impatient().offline(true).build();
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> encode(offline))
			.withMessageContaining("model.onnx wants to read its weights from '%s'".formatted(location));
	}

	@Test
	void weightsThatTheRepositoryDoesNotHaveAreNamed() throws IOException {
		new TinyModel().externalData("weights").write(source());
		Files.delete(source().resolve("onnx/weights"));
		this.server.repository(NAME).folder(source());
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull)
			.withMessageContaining("onnx/weights");
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> encode(impatient().build()))
			.withMessageContaining("onnx/weights");
	}

	@Test
	void weightsBesideTheModelAreFetchedWithIt() throws IOException {
		new TinyModel().externalData("weights").write(source());
		this.server.repository(NAME).folder(source());
		assertThat(encode(impatient().build())).isEqualTo(encode(source().toString(), impatient().build()));
		assertThat(snapshot().resolve("onnx/weights")).hasSameBinaryContentAs(source().resolve("onnx/weights"));
	}

	private void serveWithWeightsAt(String location) throws IOException {
		writeWithWeightsAt(location);
		this.server.repository(NAME).folder(source());
	}

	private void writeWithWeightsAt(String location) throws IOException {
		// As long as the location, so that it can take its place in the file.
		String standIn = "w".repeat(location.length());
		Path onnx = new TinyModel().externalData(standIn).write(source()).resolve("onnx/model.onnx");
		String bytes = Files.readString(onnx, StandardCharsets.ISO_8859_1);
		Files.writeString(onnx, bytes.replace(standIn, location), StandardCharsets.ISO_8859_1);
	}

}
