package dev.semblance.encoders;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.parity.ParityModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The digest of a model tells whether it is the same model, wherever its files lie.
 */
class ModelDigestTests {

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "external-data", "dense-chain", "router", "static-model2vec", "splade-max",
			"sparse-static", "sparse-router-idf" })
	void aCopyHasTheSameDigest(String model) throws IOException {
		assertThat(digest(copy(model, "copy"))).matches("[0-9a-f]{64}").isEqualTo(digest(folder(model)));
	}

	@ParameterizedTest
	@CsvSource({ "bert-mean, onnx/model.onnx", "bert-mean, tokenizer.json", "bert-mean, 1_Pooling/config.json",
			"bert-mean, config_sentence_transformers.json", "bert-mean, modules.json",
			"external-data, onnx/model.onnx_data", "dense-tanh, 2_Dense/model.safetensors",
			"router, query_0_StaticEmbedding/model.safetensors", "router, router_config.json",
			"static-model2vec, model.safetensors", "static-words, tokenizer.json", "splade-max, onnx/model.onnx",
			"splade-max, 1_SpladePooling/config.json", "sparse-static, model.safetensors",
			"sparse-router-idf, query_0_SparseStaticEmbedding/idf.json" })
	void oneByteChangesTheDigest(String model, String file) throws IOException {
		Path copy = copy(model, "copy");
		changeOneByte(copy.resolve(file));
		assertThat(digest(copy)).isNotEqualTo(digest(folder(model)));
	}

	@Test
	void filesThatAreNotReadDoNotCount() throws IOException {
		Path copy = copy("bert-mean", "copy");
		Files.writeString(copy.resolve("README.md"), "Fetched today");
		Files.writeString(copy.resolve("model.safetensors"), "what the ONNX file was exported from");
		Files.delete(copy.resolve("expected.json"));
		assertThat(digest(copy)).isEqualTo(digest(folder("bert-mean")));
	}

	@Test
	void aFileThatComesToBeReadCounts() throws IOException {
		Path copy = copy("bert-mean", "copy");
		Files.delete(copy.resolve("modules.json"));
		assertThat(digest(copy)).isNotEqualTo(digest(folder("bert-mean")));
	}

	@Test
	void whatTheCallerSetsDoesNotCount() {
		String reference = folder("bert-mean").toString();
		try (DenseEncoder encoder = DenseEncoder.builder(reference)
			.device(new Device.Cpu())
			.maxLength(5)
			.dimensions(2)
			.normalize()
			.build()) {
			assertThat(encoder.model().version().sha256()).isEqualTo(digest(folder("bert-mean")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "static-model2vec", "splade-max" })
	void theClassPathIsAFolderLikeAnyOther(String model) throws IOException {
		copy(model, "META-INF/semblance/models/test/model");
		Files.writeString(this.temporary.resolve("META-INF/semblance/models.index"), "test/model\n");
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.temporary.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			assertThat(digest("test/model")).isEqualTo(digest(folder(model)));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void filesThatStandElsewhereOnTheClassPathCountByTheNameTheyStandFor() throws IOException {
		String reference = "BAAI/bge-small-en-v1.5";
		Path folder = this.temporary.resolve("folder");
		for (String file : new String[] { "config.json", "modules.json", "sentence_bert_config.json",
				"tokenizer_config.json", "1_Pooling/config.json" }) {
			copyResource("META-INF/semblance/models/" + reference + "/" + file, folder.resolve(file));
		}
		copyResource("bge-small-en-v1.5.onnx", folder.resolve("onnx/model.onnx"));
		copyResource("bge-small-en-v1.5-tokenizer.json", folder.resolve("tokenizer.json"));
		assertThat(digest(folder)).isEqualTo(digest(reference));
	}

	private static void copyResource(String name, Path target) throws IOException {
		Files.createDirectories(Objects.requireNonNull(target.getParent()));
		try (InputStream stream = Objects
			.requireNonNull(ModelDigestTests.class.getClassLoader().getResourceAsStream(name))) {
			Files.copy(stream, target);
		}
	}

	private Path copy(String model, String name) throws IOException {
		Path source = folder(model);
		Path target = this.temporary.resolve(name);
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = target.resolve(source.relativize(file).toString());
				Files.createDirectories(Objects.requireNonNull(copy.getParent()));
				Files.copy(file, copy);
			}
		}
		return target;
	}

	/** Changes white space or a weight, so that the model can still be loaded. */
	private static void changeOneByte(Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		if (file.toString().endsWith(".json")) {
			bytes = Arrays.copyOf(bytes, bytes.length + 1);
			bytes[bytes.length - 1] = ' ';
		}
		else {
			bytes[file.toString().endsWith(".onnx") ? bytes.length / 2 : bytes.length - 4] ^= 1;
		}
		Files.write(file, bytes);
	}

	private static Path folder(String model) {
		return ParityModel.named(model).folder();
	}

	private static @Nullable String digest(Path folder) {
		return digest(folder.toString());
	}

	private static @Nullable String digest(String reference) {
		if (ModelKind.of(reference) == ModelKind.SPARSE) {
			try (SparseEncoder encoder = SparseEncoder.builder(reference).device(new Device.Cpu()).build()) {
				return encoder.model().version().sha256();
			}
		}
		try (DenseEncoder encoder = DenseEncoder.builder(reference).device(new Device.Cpu()).build()) {
			return encoder.model().version().sha256();
		}
	}

}
