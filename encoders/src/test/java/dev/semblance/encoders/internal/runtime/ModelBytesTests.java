package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import dev.semblance.encoders.internal.runtime.SessionFactory.ModelBytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What TensorRT compiles of a model is kept by the model's digest.
 */
class ModelBytesTests {

	@Test
	void modelsOfOneNameAreToldApartByTheirWeightsWhereverThoseAre() {
		assertThat(List.of(digest("a", "first"), digest("b", "first"), digest("a", "second"))).doesNotHaveDuplicates();
		assertThat(digest("a", "first")).isEqualTo(digest("a", "first"));
	}

	@Test
	void takingTheDigestLeavesTheBytesToBeRead() {
		ModelBytes model = model("a", "first");
		model.digest();
		assertThat(model.bytes().remaining()).isEqualTo(1);
	}

	private static String digest(String bytes, String external) {
		return model(bytes, external).digest();
	}

	private static ModelBytes model(String bytes, String external) {
		return new ModelBytes(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), "model.onnx", null,
				new ExternalData(external.length(), external.getBytes(StandardCharsets.UTF_8)));
	}

}
