package dev.semblance.encoders.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DigestedFilesTests {

	/** More than a reader takes at once. */
	private static final byte[] WEIGHTS = "weights ".repeat(10_000).getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path folder;

	private DigestedFiles files;

	@BeforeEach
	void writeFiles() throws IOException {
		Files.createDirectories(this.folder.resolve("onnx"));
		Files.write(this.folder.resolve("onnx/weights"), WEIGHTS);
		Files.writeString(this.folder.resolve("config.json"), "{}");
		Files.writeString(this.folder.resolve("empty"), "");
		this.files = new DigestedFiles(new FolderFiles(this.folder));
	}

	/** Stores keep digests, so a version of Semblance must not give other ones. */
	@Test
	void theDigestIsThatOfALineForEachFileInTheOrderOfTheirPaths() throws IOException {
		readWhole("onnx/weights");
		readWhole("empty");
		readWhole("config.json");
		assertThat(this.files.sha256())
			.isEqualTo(sha256((sha256("{}".getBytes(StandardCharsets.UTF_8)) + " 2 config.json\n" + sha256(new byte[0])
					+ " 0 empty\n" + sha256(WEIGHTS) + " 80000 onnx/weights\n")
				.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void howAFileIsReadMakesNoDifference() throws IOException {
		String whole = weightsRead((stream) -> stream.readAllBytes());
		assertThat(weightsRead((stream) -> stream.readNBytes(WEIGHTS.length))).isEqualTo(whole);
		assertThat(weightsRead((stream) -> stream.readNBytes(3))).isEqualTo(whole);
		assertThat(weightsRead(InputStream::read)).isEqualTo(whole);
		assertThat(weightsRead((stream) -> stream.available())).isEqualTo(whole);
		assertThat(weightsRead((stream) -> {
			stream.skipNBytes(WEIGHTS.length - 1);
			stream.read();
			stream.read();
			stream.read();
			stream.close();
		})).isEqualTo(whole);
	}

	@Test
	void aFileWhoseSizeIsAskedForCountsAsRead() throws IOException {
		assertThat(this.files.size("onnx/weights")).isEqualTo(WEIGHTS.length);
		assertThat(this.files.sha256()).isEqualTo(weightsRead((stream) -> stream.readAllBytes()));
	}

	@Test
	void aFileThatIsOnlyLookedForDoesNotCount() {
		String nothing = this.files.sha256();
		assertThat(this.files.contains("onnx/weights")).isTrue();
		assertThat(this.files.sha256()).isEqualTo(nothing);
	}

	@Test
	void aFileThatWasReadWholeIsNotReadAgain() throws IOException {
		readWhole("onnx/weights");
		Files.delete(this.folder.resolve("onnx/weights"));
		assertThat(this.files.sha256()).hasSize(64);
	}

	@Test
	void aFileThatIsGoneBeforeItWasReadIsNamed() throws IOException {
		this.files.size("onnx/weights");
		Files.delete(this.folder.resolve("onnx/weights"));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> this.files.sha256())
			.withMessageContaining(this.folder.resolve("onnx/weights").toString());
	}

	@Test
	void aFileThatIsReadTwiceIsComparedTwice() throws IOException {
		RecordedFiles recorded = new RecordedFiles(new FolderFiles(this.folder), sha256(WEIGHTS));
		DigestedFiles read = new DigestedFiles(recorded);
		try (InputStream stream = read.open("onnx/weights")) {
			stream.readNBytes(8);
		}
		byte[] changed = WEIGHTS.clone();
		changed[WEIGHTS.length - 1] ^= 1;
		Files.write(this.folder.resolve("onnx/weights"), changed);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> {
			try (InputStream stream = read.open("onnx/weights")) {
				stream.readNBytes(8);
			}
		}).withMessageContaining("is not what was downloaded");
	}

	private void readWhole(String path) throws IOException {
		try (InputStream stream = this.files.open(path)) {
			stream.readAllBytes();
		}
	}

	private String weightsRead(Reader reader) throws IOException {
		DigestedFiles read = new DigestedFiles(new FolderFiles(this.folder));
		try (InputStream stream = read.open("onnx/weights")) {
			reader.read(stream);
		}
		return read.sha256();
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads as much as it likes. */
	@FunctionalInterface
	private interface Reader {

		void read(InputStream stream) throws IOException;

	}

	/**
	 * Files of which one checksum is recorded.
	 *
	 * @param files the files
	 * @param sha256 the checksum of each
	 */
	private record RecordedFiles(ModelFiles files, String sha256) implements ModelFiles {

		@Override
		public boolean contains(String path) {
			return this.files.contains(path);
		}

		@Override
		public InputStream open(String path) throws IOException {
			return this.files.open(path);
		}

		@Override
		public long size(String path) throws IOException {
			return this.files.size(path);
		}

		@Override
		public @Nullable Path folderOf(String path) {
			return this.files.folderOf(path);
		}

		@Override
		public String describe(String path) {
			return this.files.describe(path);
		}

		@Override
		public Checksum checksum(String path) {
			return new Checksum(Checksum.Algorithm.SHA256, this.sha256);
		}

	}

}
