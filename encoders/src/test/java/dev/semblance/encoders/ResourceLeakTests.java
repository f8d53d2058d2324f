package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.internal.lifecycle.OpenResources;
import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nothing native stays open that nobody can close.
 */
class ResourceLeakTests {

	@TempDir
	private Path folder;

	private int sessions;

	private int tokenizers;

	@BeforeEach
	void countOpen() {
		this.sessions = OpenResources.SESSIONS.count();
		this.tokenizers = OpenResources.TOKENIZERS.count();
	}

	@Test
	void anEncoderHoldsOneSessionAndOneTokenizerUntilItIsClosed() throws IOException {
		DenseEncoder encoder = DenseEncoder.builder(new TinyModel().write(this.folder).toString())
			.device(new Device.Cpu())
			.build();
		assertThat(OpenResources.SESSIONS.count()).isEqualTo(this.sessions + 1);
		assertThat(OpenResources.TOKENIZERS.count()).isEqualTo(this.tokenizers + 1);
		encoder.close();
		encoder.close();
		assertNothingLeft();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "onnx/model.onnx | broken", "tokenizer.json | {}",
					"1_Pooling/config.json | {\"word_embedding_dimension\": 4}",
					"config_sentence_transformers.json | {\"similarity_fn_name\": \"hamming\"}",
					"config_sentence_transformers.json | {\"model_type\": \"CrossEncoder\"}",
					"sentence_bert_config.json | {\"max_seq_length\": -1}" })
	void aModelThatIsRefusedLeavesNothingOpen(String file, String content) throws IOException {
		new TinyModel().write(this.folder);
		Files.writeString(this.folder.resolve(file), content);
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> DenseEncoder.builder(this.folder.toString()).device(new Device.Cpu()).build());
		assertNothingLeft();
	}

	@Test
	void aLimitThatIsRefusedLeavesNothingOpen() throws IOException {
		new TinyModel().write(this.folder);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
				() -> DenseEncoder.builder(this.folder.toString()).device(new Device.Cpu()).maxLength(1).build());
		assertNothingLeft();
	}

	@Test
	void aModelWhoseSecondRouteFailsLeavesNothingOpen() throws IOException {
		new TinyModel().write(this.folder.resolve("document_0_Transformer"));
		Files.createDirectories(this.folder.resolve("query_0_StaticEmbedding"));
		Files.writeString(this.folder.resolve("modules.json"),
				"[{\"path\": \"\", \"type\": \"sentence_transformers.models.Router\"}]");
		Files.writeString(this.folder.resolve("router_config.json"), """
				{"types": {"document_0_Transformer": "x.Transformer", "document_1_Pooling": "x.Pooling",
				           "query_0_StaticEmbedding": "x.StaticEmbedding"},
				 "structure": {"document": ["document_0_Transformer", "document_1_Pooling"],
				               "query": ["query_0_StaticEmbedding"]},
				 "parameters": {"default_route": "document"}}""");
		Files.createDirectories(this.folder.resolve("document_1_Pooling"));
		Files.writeString(this.folder.resolve("document_1_Pooling/config.json"), "{\"pooling_mode\": \"mean\"}");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> DenseEncoder.builder(this.folder.toString()).device(new Device.Cpu()).build())
			.withMessageContaining("query_0_StaticEmbedding");
		assertNothingLeft();
	}

	private void assertNothingLeft() {
		assertThat(OpenResources.SESSIONS.count()).isEqualTo(this.sessions);
		assertThat(OpenResources.TOKENIZERS.count()).isEqualTo(this.tokenizers);
	}

}
