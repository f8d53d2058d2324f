package dev.semblance.encoders.internal.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.FolderFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables of token vectors.
 */
class StaticEmbeddingTests {

	@TempDir
	private Path folder;

	@Test
	void aTextHasTheMeanOfItsTokens() throws IOException {
		StaticEmbedding table = table("embedding.weight", null);
		assertThat(table.dimensions()).isEqualTo(2);
		assertThat(table.encode(new long[] { 0, 2, 2 })).containsExactly(11 / 3f, 14 / 3f);
	}

	@Test
	void aTextWithoutTokensHasZeros() throws IOException {
		assertThat(table("embedding.weight", null).encode(new long[0])).containsExactly(0, 0);
	}

	@Test
	void tokensCanShareARow() throws IOException {
		StaticEmbedding table = table("embeddings", new int[] { 2, 0, 2, 1 });
		assertThat(table.encode(new long[] { 0 })).containsExactly(5, 6);
		assertThat(table.encode(new long[] { 3 })).containsExactly(3, 4);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 3, 1L << 40 })
	void aTokenWithoutARowIsNamed(long id) throws IOException {
		StaticEmbedding table = table("embedding.weight", null);
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> table.encode(new long[] { id }))
			.withMessageContaining("3 rows")
			.withMessageContaining("token " + id);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 3 })
	void aMappingToARowThatIsNotThereIsRefused(int row) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> table("embeddings", new int[] { row }))
			.withMessageContaining("row " + row);
	}

	/** Three rows: 1 2, 3 4, 5 6. */
	private StaticEmbedding table(String name, int @Nullable [] mapping) throws IOException {
		int[] mapped = (mapping != null) ? mapping : new int[0];
		int rows = mapped.length;
		String header = "{\"%s\": {\"dtype\": \"F32\", \"shape\": [3, 2], \"data_offsets\": [0, 24]}".formatted(name);
		if (mapping != null) {
			header += ", \"mapping\": {\"dtype\": \"I32\", \"shape\": [%d], \"data_offsets\": [24, %d]}".formatted(rows,
					24 + 4 * rows);
		}
		byte[] json = (header + "}").getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[8 + json.length + 24 + 4 * rows];
		ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
		for (int value = 1; value <= 6; value++) {
			file.putFloat(value);
		}
		for (int row : mapped) {
			file.putInt(row);
		}
		Files.write(this.folder.resolve("model.safetensors"), bytes);
		return StaticEmbedding.read(new FolderFiles(this.folder), "");
	}

}
