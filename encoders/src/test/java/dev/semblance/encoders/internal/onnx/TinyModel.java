package dev.semblance.encoders.internal.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A model folder small enough to compute by hand: the words {@code one two three four}
 * are tokens, and the vector of a token is a row of a table. There are no special tokens
 * but {@code [S]} in front of every text.
 */
public final class TinyModel {

	/** Rows: padding, unknown, [S], one, two, three, four. */
	private static final float[][] TABLE = { { 9, 9, 9 }, { 0, 0, 0 }, { 1, -2, 0.5f }, { 4, 0, -1 }, { -3, 2, 2 },
			{ 0.25f, -8, 1 }, { 2, 2, 2 } };

	private static final int FLOAT16 = 10;

	private int operatorSet = 17;

	private boolean halfPrecision;

	private @Nullable String externalData;

	private long externalOffset;

	private String outputName = "last_hidden_state";

	private String pooling = "\"pooling_mode_mean_tokens\": true";

	private boolean normalize;

	/** Sets the operator set. */
	public TinyModel operatorSet(int version) {
		this.operatorSet = version;
		return this;
	}

	/** Gives token vectors in half precision. */
	public TinyModel halfPrecision() {
		this.halfPrecision = true;
		return this;
	}

	/** Puts the table into a file of its own, named like this in the model. */
	public TinyModel externalData(String location) {
		this.externalData = location;
		return this;
	}

	/** Puts the table this far into its file; what comes before takes no room on disk. */
	public TinyModel externalOffset(long bytes) {
		this.externalOffset = bytes;
		return this;
	}

	/** Sets the name of the output. */
	public TinyModel outputName(String name) {
		this.outputName = name;
		return this;
	}

	/** Sets the fields of the pooling's configuration. */
	public TinyModel pooling(String json) {
		this.pooling = json;
		return this;
	}

	/** Adds a Normalize module. */
	public TinyModel normalize() {
		this.normalize = true;
		return this;
	}

	/** Writes the folder. */
	public Path write(Path folder) throws IOException {
		Files.createDirectories(folder.resolve("onnx"));
		Files.createDirectories(folder.resolve("1_Pooling"));
		Files.write(folder.resolve("onnx/model.onnx"), onnx(folder));
		Files.writeString(folder.resolve("config.json"), """
				{"model_type": "bert", "hidden_size": 3, "max_position_embeddings": 6, "pad_token_id": 0}""");
		Files.writeString(folder.resolve("1_Pooling/config.json"),
				"{\"word_embedding_dimension\": 3, " + this.pooling + "}");
		List<String> modules = new ArrayList<>(List.of(module("", "Transformer"), module("1_Pooling", "Pooling")));
		if (this.normalize) {
			modules.add(module("2_Normalize", "Normalize"));
		}
		Files.writeString(folder.resolve("modules.json"), modules.toString());
		Files.writeString(folder.resolve("tokenizer.json"), """
				{"version": "1.0", "truncation": null, "padding": null, "normalizer": null, "decoder": null,
				 "added_tokens": [{"id": 2, "content": "[S]", "single_word": false, "lstrip": false,
				  "rstrip": false, "normalized": false, "special": true}],
				 "pre_tokenizer": {"type": "Whitespace"},
				 "post_processor": {"type": "TemplateProcessing",
				  "single": [{"SpecialToken": {"id": "[S]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
				  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
				  "special_tokens": {"[S]": {"id": "[S]", "ids": [2], "tokens": ["[S]"]}}},
				 "model": {"type": "WordLevel", "unk_token": "[U]",
				  "vocab": {"[P]": 0, "[U]": 1, "[S]": 2, "one": 3, "two": 4, "three": 5, "four": 6}}}""");
		return folder;
	}

	private static String module(String path, String type) {
		return "{\"path\": \"%s\", \"type\": \"sentence_transformers.models.%s\"}".formatted(path, type);
	}

	private byte[] onnx(Path folder) throws IOException {
		ProtobufMessage gather = new ProtobufMessage().string(1, "table")
			.string(1, "input_ids")
			.string(2, this.outputName)
			.string(4, "Gather");
		ProtobufMessage graph = new ProtobufMessage().message(1, gather)
			.string(2, "tiny")
			.message(5, table(folder))
			.message(11, value("input_ids", TensorSignature.INT64, 2))
			.message(11, value("attention_mask", TensorSignature.INT64, 2))
			.message(12, value(this.outputName, this.halfPrecision ? FLOAT16 : TensorSignature.FLOAT, 3));
		return new ProtobufMessage().integer(1, 8)
			.message(7, graph)
			.message(8, new ProtobufMessage().integer(2, this.operatorSet))
			.toByteArray();
	}

	private ProtobufMessage table(Path folder) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(TABLE.length * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (float[] row : TABLE) {
			for (float value : row) {
				if (this.halfPrecision) {
					bytes.putShort(halfPrecision(value));
				}
				else {
					bytes.putFloat(value);
				}
			}
		}
		bytes.flip();
		ProtobufMessage tensor = new ProtobufMessage().integer(1, TABLE.length)
			.integer(1, 3)
			.integer(2, this.halfPrecision ? FLOAT16 : TensorSignature.FLOAT)
			.string(8, "table");
		if (this.externalData == null) {
			return tensor.bytes(9, bytes);
		}
		Path file = folder.resolve("onnx").resolve(this.externalData);
		Files.createDirectories(file.getParent());
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE)) {
			channel.write(bytes.duplicate(), this.externalOffset);
		}
		return tensor.message(13, entry("location", this.externalData))
			.message(13, entry("offset", Long.toString(this.externalOffset)))
			.message(13, entry("length", Integer.toString(bytes.limit())))
			.integer(14, 1);
	}

	private static ProtobufMessage entry(String key, String value) {
		return new ProtobufMessage().string(1, key).string(2, value);
	}

	/** Exact for the values of the table. */
	private static short halfPrecision(float value) {
		int bits = Float.floatToIntBits(value);
		int sign = (bits >>> 16) & 0x8000;
		int exponent = ((bits >>> 23) & 0xff) - 127 + 15;
		return (short) ((value == 0) ? sign : sign | (exponent << 10) | ((bits >>> 13) & 0x3ff));
	}

	private static ProtobufMessage value(String name, int elementType, int rank) {
		ProtobufMessage shape = new ProtobufMessage();
		for (int i = 0; i < rank; i++) {
			ProtobufMessage dimension = new ProtobufMessage();
			shape.message(1, (i == 2) ? dimension.integer(1, 3) : dimension.string(2, "d" + i));
		}
		ProtobufMessage tensor = new ProtobufMessage().integer(1, elementType).message(2, shape);
		return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensor));
	}

}
