package dev.semblance.encoders.internal.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.FolderFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tensors are read as they stand, and a broken file is refused.
 */
class SafetensorsTests {

	private static final String FILE = "model.safetensors";

	@TempDir
	private Path folder;

	@Test
	void aTensorHasTheValuesOfTheFile() throws IOException {
		write("{\"__metadata__\": {\"format\": \"pt\"}, \"a\": {\"dtype\": \"F32\", \"shape\": [1, 2], \"data_offsets\": [0, 8]},"
				+ " \"b\": {\"dtype\": \"I64\", \"shape\": [2], \"data_offsets\": [8, 24]}}",
				littleEndian(24).putFloat(1.5f).putFloat(-2).putLong(3).putLong(-4));
		Safetensors file = open();
		assertThat(file.has("a")).isTrue();
		assertThat(file.has("__metadata__")).isFalse();
		assertThat(file.floats("a", 1, 2)).containsExactly(1.5f, -2);
		assertThat(file.integers("b", 2)).containsExactly(3, -4);
		assertThat(file.shape("b", 1)).containsExactly(2);
	}

	@ParameterizedTest
	@CsvSource({ "0x3C00, 1", "0xC000, -2", "0x0000, 0", "0x0001, 5.9604645E-8", "0x83FF, -6.097555E-5",
			"0x7BFF, 65504", "0x3555, 0.33325195", "0x7C00, Infinity", "0xFC00, -Infinity", "0x7E00, NaN" })
	void halfPrecisionIsWidened(String bits, float expected) throws IOException {
		write("{\"a\": {\"dtype\": \"F16\", \"shape\": [1], \"data_offsets\": [0, 2]}}",
				littleEndian(2).putShort(Integer.decode(bits).shortValue()));
		assertThat(open().floats("a", 1)).containsExactly(expected);
	}

	@Test
	void otherPrecisionsAreConverted() throws IOException {
		write("{\"a\": {\"dtype\": \"BF16\", \"shape\": [1], \"data_offsets\": [0, 2]},"
				+ " \"b\": {\"dtype\": \"F64\", \"shape\": [], \"data_offsets\": [2, 10]}}",
				littleEndian(10).putShort((short) (Float.floatToIntBits(-1.5f) >>> 16)).putDouble(0.25));
		assertThat(open().floats("a", 1)).containsExactly(-1.5f);
		assertThat(open().floats("b")).containsExactly(0.25f);
	}

	@Test
	void aMissingTensorIsNamedWithThoseThatAreThere() throws IOException {
		write("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}", littleEndian(4));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> open().floats("linear.weight", 1))
			.withMessageContaining("linear.weight")
			.withMessageContaining(FILE)
			.withMessageContaining("[a]");
	}

	@Test
	void anotherShapeIsRefusedWithBoth() throws IOException {
		write("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}", littleEndian(4));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> open().floats("a", 2, 3))
			.withMessageContaining("[1]")
			.withMessageContaining("[2, 3]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 8]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [-4, 0]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 0]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0]}}",
			"{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 4]}}", "{\"a\": 7}", "[1", "{\"a\": null}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [9223372036854775807], \"data_offsets\": [0, 4]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [4294967296, 4294967296], \"data_offsets\": [0, 4]}}",
			"{\"a\": {\"dtype\": \"F32\", \"shape\": [-1, -1], \"data_offsets\": [0, 4]}}",
			"{\"a\": {\"dtype\": \"F8_E4M3\", \"shape\": [4], \"data_offsets\": [0, 4]}}",
			"{\"a\": {\"dtype\": \"F16\", \"shape\": [1], \"data_offsets\": [0, 2]}, \"b\": {\"dtype\": \"F16\", \"shape\": [1], \"data_offsets\": [1, 3]}}" })
	void aBrokenHeaderIsRefused(String header) throws IOException {
		write(header, littleEndian(4));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> {
			Safetensors file = open();
			file.floats("a", 1);
		}).withMessageContaining(FILE);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0, 1, 3, 1_000, 100_000_001, Long.MAX_VALUE })
	void aHeaderLongerThanTheFileIsRefused(long length) throws IOException {
		Files.write(this.folder.resolve(FILE), bytes(littleEndian(12).putLong(length).putInt(0x7b7b7b7b)));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::open).withMessageContaining(FILE);
	}

	@Test
	void anyDamageIsRefusedOrHarmless() throws IOException {
		write("{\"a\": {\"dtype\": \"F32\", \"shape\": [2, 2], \"data_offsets\": [0, 16]}}", littleEndian(16));
		byte[] whole = Files.readAllBytes(this.folder.resolve(FILE));
		Random random = new Random(7);
		for (int round = 0; round < 2_000; round++) {
			byte[] damaged = Arrays.copyOf(whole, (round % 3 == 0) ? random.nextInt(whole.length) : whole.length);
			for (int i = 0; i < 3 && damaged.length > 0; i++) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			}
			Files.write(this.folder.resolve(FILE), damaged);
			try {
				assertThat(open().floats("a", 2, 2)).hasSize(4);
			}
			catch (InvalidModelException ex) {
				assertThat(ex).hasMessageContaining(FILE);
			}
		}
	}

	private Safetensors open() {
		return Safetensors.open(new FolderFiles(this.folder), FILE);
	}

	private void write(String header, ByteBuffer data) throws IOException {
		byte[] json = header.getBytes(StandardCharsets.UTF_8);
		ByteBuffer file = littleEndian(8 + json.length + data.capacity());
		file.putLong(json.length).put(json).put(data.rewind());
		Files.write(this.folder.resolve(FILE), bytes(file));
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.capacity()];
		buffer.rewind().get(bytes);
		return bytes;
	}

	private static ByteBuffer littleEndian(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

}
