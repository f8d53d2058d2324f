package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.onnx.ModelInputs;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.scheduler.LaneMemory;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and outputs of one run over a lane's buffers, which ONNX Runtime reads and
 * writes without a copy. Not safe for concurrent use.
 */
final class BatchTensors implements AutoCloseable {

	/** Java's own limit of direct memory need not allow for more. */
	private static final long LARGEST_PINNED = 16L << 20;

	private final LaneMemory memory;

	private final int texts;

	private final int length;

	private final Map<String, OnnxTensor> inputs = new HashMap<>();

	/** Outputs whose shape is known, so that they can be written where they are read. */
	private final Map<String, OnnxTensor> pinned = new HashMap<>();

	private final Map<String, FloatBuffer> pinnedValues = new HashMap<>();

	/** Outputs that ONNX Runtime finds room for. */
	private final Set<String> open = new HashSet<>();

	private BatchTensors(LaneMemory memory, int texts, int length) {
		this.memory = memory;
		this.texts = texts;
		this.length = length;
	}

	/**
	 * Fills the inputs and makes room for the outputs.
	 * @param layout how texts are laid out
	 * @param texts the texts
	 * @param length number of tokens that every text is filled up to
	 * @param outputs the outputs, those that may not be pinned with an open shape
	 * @param memory the lane's buffers
	 */
	static BatchTensors of(BatchLayout layout, List<TokenizedText> texts, int length, List<OutputTensor> outputs,
			LaneMemory memory) throws OrtException {
		BatchTensors tensors = new BatchTensors(memory, texts.size(), length);
		try {
			for (String input : layout.inputs()) {
				tensors.addInput(layout, input, texts);
			}
			for (OutputTensor output : outputs) {
				tensors.addOutput(output);
			}
			return tensors;
		}
		catch (OrtException | RuntimeException | Error ex) {
			tensors.close();
			throw ex;
		}
	}

	private void addInput(BatchLayout layout, String name, List<TokenizedText> texts) throws OrtException {
		if (name.equals(ModelInputs.PADDED)) {
			boolean padded = texts.stream()
				.anyMatch((text) -> Math.min(text.ids().length, text.attendedLength()) < this.length);
			this.inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), padded));
			return;
		}
		int bytes = Math.multiplyExact(Math.multiplyExact(this.texts, this.length), Long.BYTES);
		LongBuffer buffer = this.memory.buffer(name, bytes).asLongBuffer();
		texts.forEach((text) -> fill(layout, name, buffer, text));
		this.inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer.flip(),
				new long[] { this.texts, this.length }));
	}

	private void fill(BatchLayout layout, String input, LongBuffer buffer, TokenizedText text) {
		int padding = this.length - text.ids().length;
		long paddingValue = input.equals(ModelInputs.INPUT_IDS) ? layout.paddingToken() : 0;
		if (layout.padLeft()) {
			repeat(buffer, padding, paddingValue);
		}
		fill(input, buffer, text);
		if (!layout.padLeft()) {
			repeat(buffer, padding, paddingValue);
		}
	}

	private static void fill(String input, LongBuffer buffer, TokenizedText text) {
		int tokens = text.ids().length;
		switch (input) {
			case ModelInputs.INPUT_IDS -> buffer.put(text.ids());
			case ModelInputs.ATTENTION_MASK -> fillBehind(buffer, tokens, text.attendedLength(), 1, 0);
			case ModelInputs.TOKEN_TYPE_IDS -> fillTypes(buffer, tokens, text.types());
			case ModelInputs.POSITION_IDS -> {
				for (int token = 0; token < tokens; token++) {
					buffer.put(token);
				}
			}
			case ModelInputs.COUNTED_MASK -> fillBehind(buffer, tokens, text.promptLength(), 0, 1);
			default -> throw new IllegalStateException("Input '%s' was checked at load".formatted(input));
		}
	}

	/** The text may have more tokens than it had when their types were found out. */
	private static void fillTypes(LongBuffer buffer, int tokens, long @Nullable [] types) {
		int typed = (types != null) ? Math.min(tokens, types.length) : 0;
		if (types != null) {
			buffer.put(types, 0, typed);
		}
		repeat(buffer, tokens - typed, 0);
	}

	private static void fillBehind(LongBuffer buffer, int tokens, int first, long before, long behind) {
		int head = Math.min(tokens, first);
		repeat(buffer, head, before);
		repeat(buffer, tokens - head, behind);
	}

	private static void repeat(LongBuffer buffer, int count, long value) {
		for (int i = 0; i < count; i++) {
			buffer.put(value);
		}
	}

	private void addOutput(OutputTensor output) throws OrtException {
		long[] axes = output.axes(this.texts, this.length);
		long values = Arrays.stream(axes).reduce(1, Math::multiplyExact);
		if (axes.length == 0 || values * Float.BYTES > LARGEST_PINNED) {
			this.open.add(output.name());
			return;
		}
		FloatBuffer buffer = this.memory.buffer(output.name(), (int) values * Float.BYTES).asFloatBuffer();
		this.pinned.put(output.name(), OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, axes));
		this.pinnedValues.put(output.name(), buffer);
	}

	Map<String, OnnxTensor> inputs() {
		return this.inputs;
	}

	Map<String, OnnxTensor> pinned() {
		return this.pinned;
	}

	Map<String, FloatBuffer> pinnedValues() {
		return this.pinnedValues;
	}

	Set<String> open() {
		return this.open;
	}

	@Override
	public void close() {
		this.inputs.values().forEach(OnnxTensor::close);
		this.pinned.values().forEach(OnnxTensor::close);
	}

	@Override
	public String toString() {
		return "%d texts of %d tokens".formatted(this.texts, this.length);
	}

}
