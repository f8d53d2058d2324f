package dev.semblance.benchmarks.pgvector;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.SparseVector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the files of the data set. The benchmarks' README describes them. All but the
 * vectors of the documents appear whole or not at all.
 */
final class DataFolder {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Path folder;

	DataFolder(Path folder) throws IOException {
		this.folder = Files.createDirectories(folder);
	}

	/**
	 * Writes JSON lines.
	 * @param name the file's name
	 * @param objects one per line
	 * @return whether the file had other content or was missing
	 */
	boolean writeLines(String name, List<? extends Map<String, ?>> objects) throws IOException {
		StringBuilder lines = new StringBuilder();
		objects.forEach((object) -> lines.append(JSON.writeValueAsString(object)).append('\n'));
		byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
		Path file = this.folder.resolve(name);
		Path written = Files.write(temporary(name), bytes);
		boolean changed = !Files.exists(file) || Files.mismatch(file, written) >= 0;
		publish(name);
		return changed;
	}

	void writeSparse(String name, List<SparseVector> vectors) throws IOException {
		write(name, (stream) -> {
			for (SparseVector vector : vectors) {
				byte[] bytes = new byte[Integer.BYTES + vector.activeDimensions() * (Integer.BYTES + Float.BYTES)];
				ByteBuffer row = littleEndian(bytes);
				row.putInt(vector.activeDimensions());
				for (int index : vector.indices()) {
					row.putInt(index);
				}
				for (float value : vector.values()) {
					row.putFloat(value);
				}
				stream.write(bytes);
			}
		});
	}

	void writeNeighbours(String name, List<Neighbours> all) throws IOException {
		write(name, (stream) -> {
			for (Neighbours neighbours : all) {
				byte[] bytes = new byte[neighbours.rows().length * (Integer.BYTES + Float.BYTES)];
				ByteBuffer row = littleEndian(bytes);
				for (int document : neighbours.rows()) {
					row.putInt(document);
				}
				for (float score : neighbours.scores()) {
					row.putFloat(score);
				}
				stream.write(bytes);
			}
		});
	}

	void writeDense(String name, List<float[]> vectors) throws IOException {
		write(name, (stream) -> {
			for (float[] vector : vectors) {
				stream.write(bytes(vector));
			}
		});
	}

	/**
	 * Appends vectors to a file.
	 * @param name the file's name
	 * @param vectors the next rows
	 */
	void appendDense(String name, List<float[]> vectors) throws IOException {
		try (OutputStream stream = new BufferedOutputStream(
				Files.newOutputStream(this.folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
				1 << 20)) {
			for (float[] vector : vectors) {
				stream.write(bytes(vector));
			}
		}
	}

	/**
	 * Counts the vectors of a file and cuts off a part of one.
	 * @param name the file's name
	 * @param dimensions the length of each
	 * @return how many whole ones there are
	 */
	int wholeRows(String name, int dimensions) throws IOException {
		Path file = this.folder.resolve(name);
		if (!Files.exists(file)) {
			return 0;
		}
		long rowBytes = (long) dimensions * Float.BYTES;
		long rows = Files.size(file) / rowBytes;
		try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
			access.setLength(rows * rowBytes);
		}
		return Math.toIntExact(rows);
	}

	List<float[]> readDense(String name, int dimensions) throws IOException {
		List<float[]> vectors = new ArrayList<>();
		try (var channel = Files.newByteChannel(this.folder.resolve(name))) {
			ByteBuffer row = littleEndian(new byte[dimensions * Float.BYTES]);
			while (channel.read(row) >= 0) {
				if (!row.hasRemaining()) {
					float[] vector = new float[dimensions];
					row.flip().asFloatBuffer().get(vector);
					vectors.add(vector);
					row.clear();
				}
			}
		}
		return vectors;
	}

	void delete(String name) throws IOException {
		Files.deleteIfExists(this.folder.resolve(name));
	}

	private void write(String name, Writer writer) throws IOException {
		try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(temporary(name)), 1 << 20)) {
			writer.write(stream);
		}
		publish(name);
	}

	private Path temporary(String name) {
		return this.folder.resolve(name + ".part");
	}

	private void publish(String name) throws IOException {
		Files.move(temporary(name), this.folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	private static byte[] bytes(float[] vector) {
		byte[] bytes = new byte[vector.length * Float.BYTES];
		littleEndian(bytes).asFloatBuffer().put(vector);
		return bytes;
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private interface Writer {

		void write(OutputStream stream) throws IOException;

	}

}
