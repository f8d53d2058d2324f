package dev.semblance.encoders.internal.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of named tensors: eight bytes with the length of a header, the header in JSON,
 * then the tensors' values. Every tensor is read when it is asked for, so that a large
 * file is never in memory as a whole. Follows the format's own description
 * (huggingface/safetensors).
 */
public final class Safetensors {

	/** The format's own limit. */
	private static final int MOST_HEADER = 100_000_000;

	private final ModelFiles files;

	private final String path;

	private final long dataStart;

	private final Map<String, TensorEntry> entries;

	private Safetensors(ModelFiles files, String path, long dataStart, Map<String, TensorEntry> entries) {
		this.files = files;
		this.path = path;
		this.dataStart = dataStart;
		this.entries = entries;
	}

	/**
	 * Opens a file, which reads its header.
	 * @param files the model's files
	 * @param path the file
	 * @return the file's tensors
	 * @throws InvalidModelException if the file is missing or broken
	 */
	public static Safetensors open(ModelFiles files, String path) {
		String name = files.describe(path);
		if (!files.contains(path)) {
			throw new InvalidModelException("The model has no %s.".formatted(name),
					"Save its weights as safetensors; pickled weights (pytorch_model.bin) are programs and not read.");
		}
		Header header = header(files, path, name);
		try {
			Map<String, TensorEntry> entries = new TreeMap<>();
			JsonMapper.shared().readTree(header.json()).properties().forEach((entry) -> {
				if (!entry.getKey().equals("__metadata__")) {
					entries.put(entry.getKey(), entry(name, entry.getKey(), entry.getValue()));
				}
			});
			long start = Long.BYTES + header.length();
			requireWithin(name, entries, header.fileSize() - start);
			return new Safetensors(files, path, start, entries);
		}
		catch (JacksonException ex) {
			throw broken(name, "its header is not JSON (%s)".formatted(ex.getOriginalMessage()));
		}
	}

	/** Nothing is made of it before the file is closed, when it is known to be whole. */
	private static Header header(ModelFiles files, String path, String name) {
		Header header;
		try (InputStream stream = files.open(path)) {
			long size = files.size(path);
			long length = littleEndian(stream.readNBytes(Long.BYTES)).getLong();
			boolean fits = length >= 2 && length <= Math.min(MOST_HEADER, size - Long.BYTES);
			header = new Header(size, length,
					fits ? new String(stream.readNBytes((int) length), StandardCharsets.UTF_8) : "");
		}
		catch (IOException | BufferUnderflowException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(name, ex), "Fetch the file again.", ex);
		}
		if (header.json().isEmpty()) {
			throw broken(name, "its header is said to have %d bytes, and the file has %d".formatted(header.length(),
					header.fileSize()));
		}
		return header;
	}

	private static TensorEntry entry(String file, String name, JsonNode json) {
		JsonNode offsets = json.path("data_offsets");
		JsonNode dimensions = json.path("shape");
		boolean complete = json.path("dtype").isString() && dimensions.isArray() && offsets.isArray()
				&& offsets.size() == 2;
		if (!complete) {
			throw broken(file, "the tensor '%s' has no type, shape and offsets".formatted(name));
		}
		long[] shape = new long[dimensions.size()];
		for (int i = 0; i < shape.length; i++) {
			shape[i] = dimensions.get(i).asLong(-1);
		}
		return new TensorEntry(json.path("dtype").asString(), shape, offsets.get(0).asLong(-1),
				offsets.get(1).asLong(-1));
	}

	/** Tensors lie one after the other, so none can reach into another's values. */
	private static void requireWithin(String file, Map<String, TensorEntry> entries, long size) {
		List<Map.Entry<String, TensorEntry>> inOrder = entries.entrySet()
			.stream()
			.sorted(Comparator.comparingLong((entry) -> entry.getValue().start()))
			.toList();
		long end = 0;
		for (Map.Entry<String, TensorEntry> entry : inOrder) {
			TensorEntry tensor = entry.getValue();
			if (tensor.start() < end || tensor.end() < tensor.start() || tensor.end() > size) {
				throw broken(file, "the tensor '%s' stands from %d to %d, after one that ends at %d, of %d bytes"
					.formatted(entry.getKey(), tensor.start(), tensor.end(), end, size));
			}
			end = tensor.end();
		}
	}

	/**
	 * Tells whether there is a tensor of a name.
	 * @param name the name
	 * @return whether there is
	 */
	public boolean has(String name) {
		return this.entries.containsKey(name);
	}

	/**
	 * Returns the shape of a tensor.
	 * @param name its name
	 * @param axes how many axes it must have
	 * @return its shape
	 * @throws InvalidModelException if there is none of that name and number of axes
	 */
	public long[] shape(String name, int axes) {
		long[] shape = require(name).shape();
		if (shape.length != axes) {
			throw wrong(name, "has the shape " + Arrays.toString(shape), "a shape of %d axes".formatted(axes));
		}
		return shape.clone();
	}

	/**
	 * Reads a tensor of numbers.
	 * @param name its name
	 * @param shape the shape it must have
	 * @return its values, row by row
	 * @throws InvalidModelException if there is none of that name and shape
	 */
	public float[] floats(String name, long... shape) {
		TensorEntry entry = require(name, shape);
		FloatType type = FloatType.named(entry.type())
			.orElseThrow(() -> wrong(name, "has the type " + entry.type(), "one of " + FloatType.names()));
		float[] values = new float[count(name, entry, type.size())];
		type.read(bytes(name, entry), values);
		return values;
	}

	/**
	 * Reads a list of whole numbers.
	 * @param name its name
	 * @param length how many there must be
	 * @return the numbers
	 * @throws InvalidModelException if there is none of that name and length
	 */
	public int[] integers(String name, long length) {
		TensorEntry entry = require(name, length);
		boolean wide = entry.type().equals("I64");
		if (!wide && !entry.type().equals("I32")) {
			throw wrong(name, "has the type " + entry.type(), "I32 or I64");
		}
		int[] values = new int[count(name, entry, wide ? Long.BYTES : Integer.BYTES)];
		ByteBuffer bytes = bytes(name, entry);
		for (int i = 0; i < values.length; i++) {
			values[i] = wide ? (int) bytes.getLong() : bytes.getInt();
		}
		return values;
	}

	private TensorEntry require(String name, long... shape) {
		TensorEntry entry = require(name);
		if (!Arrays.equals(entry.shape(), shape)) {
			throw wrong(name, "has the shape " + Arrays.toString(entry.shape()), Arrays.toString(shape));
		}
		return entry;
	}

	private TensorEntry require(String name) {
		TensorEntry entry = this.entries.get(name);
		if (entry == null) {
			throw new InvalidModelException("%s has no tensor '%s'.".formatted(this.files.describe(this.path), name),
					"Fetch the file again; it holds %s.".formatted(this.entries.keySet()));
		}
		return entry;
	}

	private int count(String name, TensorEntry entry, int size) {
		long count = 1;
		for (long dimension : entry.shape()) {
			boolean possible = dimension >= 0 && dimension <= Integer.MAX_VALUE;
			count = possible ? Math.min(count * dimension, Integer.MAX_VALUE) : Integer.MAX_VALUE;
		}
		if (count > Integer.MAX_VALUE / size || count * size != entry.end() - entry.start()) {
			throw wrong(name, "has %d bytes".formatted(entry.end() - entry.start()),
					"as many as numbers of %d bytes in the shape %s take, and less than 2 GB".formatted(size,
							Arrays.toString(entry.shape())));
		}
		return (int) count;
	}

	private ByteBuffer bytes(String name, TensorEntry entry) {
		try (InputStream stream = this.files.open(this.path)) {
			stream.skipNBytes(this.dataStart + entry.start());
			int length = (int) (entry.end() - entry.start());
			byte[] bytes = stream.readNBytes(length);
			if (bytes.length < length) {
				throw wrong(name, "ends after %d bytes".formatted(bytes.length), "%d bytes".formatted(length));
			}
			return littleEndian(bytes);
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(this.files.describe(this.path), ex),
					"Check the file and its permissions.", ex);
		}
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private InvalidModelException wrong(String name, String found, String expected) {
		return new InvalidModelException(
				"The tensor '%s' of %s %s.".formatted(name, this.files.describe(this.path), found),
				"Expected is %s.".formatted(expected));
	}

	private static InvalidModelException broken(String file, String problem) {
		return new InvalidModelException("%s is broken: %s.".formatted(file, problem), "Fetch the file again.");
	}

	/**
	 * Where a tensor stands.
	 *
	 * @param type its element type
	 * @param shape its shape
	 * @param start its first byte behind the header
	 * @param end the byte behind its last one
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record TensorEntry(String type, long[] shape, long start, long end) {
	}

	/**
	 * What a file starts with.
	 *
	 * @param fileSize number of bytes of the file
	 * @param length number of bytes of the JSON, as it is said
	 * @param json the JSON, empty if the file cannot have so much
	 */
	private record Header(long fileSize, long length, String json) {
	}

}
