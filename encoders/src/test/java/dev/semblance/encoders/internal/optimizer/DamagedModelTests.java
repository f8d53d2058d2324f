package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.OnnxGraphWriter;
import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that were damaged anywhere are refused with a typed exception, or are graphs that
 * can be looked through and written.
 */
class DamagedModelTests {

	private static final int ROUNDS = 500;

	@Test
	void aFileThatIsCutOffAnywhereIsRefused() {
		TransformerParts parts = TransformerParts.create();
		String input = parts.words();
		parts.output(parts.values(parts.softmax(parts.node("Add", parts.scores(input), parts.padding())), input));
		byte[] file = bytes(parts.builder().file());
		int read = 0;
		for (int length = 0; length < file.length; length++) {
			read += isRead(OnnxBuilder.direct(file).slice(0, length)) ? 1 : 0;
		}
		// Where one of the last fields ends, the file is a file: that of a domain.
		assertThat(read).isLessThan(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "external-data", "qwen3-lasttoken", "onnx-tokens-and-sentence" })
	void aFileWithAFlippedBitIsRefusedOrRead(String model) throws IOException {
		flipBits(model, ROUNDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "external-data", "half-precision", "onnx-tokens-and-sentence" })
	void aFileWithOtherBytesIsRefusedOrRead(String model) throws IOException {
		changeBytes(model, ROUNDS);
	}

	@Test
	@Tag("slow")
	void everyModelWithDamageIsRefusedOrRead() throws IOException {
		for (ParityModel model : ParityModel.all().toList()) {
			if (Files.exists(onnx(model.toString()))) {
				flipBits(model.toString(), ROUNDS / 5);
				changeBytes(model.toString(), ROUNDS / 5);
			}
		}
	}

	private static void flipBits(String model, int rounds) throws IOException {
		byte[] file = Files.readAllBytes(onnx(model));
		Random random = new Random(model.hashCode());
		int read = 0;
		for (int round = 0; round < rounds; round++) {
			int bit = random.nextInt(8 * file.length);
			file[bit / 8] ^= (byte) (1 << (bit % 8));
			read += isRead(OnnxBuilder.direct(file)) ? 1 : 0;
			file[bit / 8] ^= (byte) (1 << (bit % 8));
		}
		assertThat(read).isBetween(1, rounds - 1);
	}

	private static void changeBytes(String model, int rounds) throws IOException {
		byte[] file = Files.readAllBytes(onnx(model));
		byte[] damaged = file.clone();
		Random random = new Random(model.hashCode());
		for (int round = 0; round < rounds; round++) {
			int start = random.nextInt(file.length);
			int length = Math.min(1 + random.nextInt(6), file.length - start);
			int from = random.nextInt(file.length - length);
			boolean moved = random.nextBoolean();
			for (int i = 0; i < length; i++) {
				damaged[start + i] = moved ? file[from + i] : (byte) (random.nextBoolean() ? 0xff : random.nextInt());
			}
			isRead(OnnxBuilder.direct(damaged));
			System.arraycopy(file, start, damaged, start, length);
		}
	}

	/** Anything but a typed exception fails the test. */
	private static boolean isRead(ByteBuffer file) {
		try {
			OnnxGraph graph = OnnxGraphReader.read(file);
			new TransformerFusion(graph).prepare();
			OnnxGraphWriter.write(graph);
			return true;
		}
		catch (IOException | SemblanceException ex) {
			assertThat(ex).hasMessageMatching("(?s).{10,}");
			return false;
		}
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	private static Path onnx(String model) {
		return ParityModel.named(model).folder().resolve("onnx/model.onnx");
	}

}
