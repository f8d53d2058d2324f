package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * The inputs of one run in direct buffers, which ONNX Runtime reads without a copy.
 * Filled again for every batch of a call. Not safe for concurrent use.
 */
public final class TensorBatch {

	private final BatchLayout layout;

	private final Map<String, LongBuffer> buffers = new LinkedHashMap<>();

	private int rows;

	private int length;

	/**
	 * Creates buffers.
	 * @param layout how texts are laid out
	 * @param capacity number of tokens, padding included, of the largest batch
	 */
	public TensorBatch(BatchLayout layout, int capacity) {
		this.layout = layout;
		for (String input : layout.inputs()) {
			this.buffers.put(input,
					ByteBuffer.allocateDirect(capacity * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer());
		}
	}

	/**
	 * Fills the buffers.
	 * @param batch which texts
	 * @param texts all texts of the call
	 */
	public void fill(Batch batch, List<TokenizedText> texts) {
		this.rows = batch.positions().size();
		this.length = batch.length();
		this.buffers.forEach((input, buffer) -> {
			buffer.clear();
			for (int position : batch.positions()) {
				fillRow(input, buffer, texts.get(position));
			}
		});
	}

	private void fillRow(String input, LongBuffer buffer, TokenizedText text) {
		int padding = this.length - text.ids().length;
		if (this.layout.padLeft()) {
			pad(input, buffer, padding);
		}
		for (int i = 0; i < text.ids().length; i++) {
			buffer.put(value(input, text, i));
		}
		if (!this.layout.padLeft()) {
			pad(input, buffer, padding);
		}
	}

	private void pad(String input, LongBuffer buffer, int padding) {
		long value = input.equals(ModelInputs.INPUT_IDS) ? this.layout.paddingToken() : 0;
		for (int i = 0; i < padding; i++) {
			buffer.put(value);
		}
	}

	private static long value(String input, TokenizedText text, int token) {
		return switch (input) {
			case ModelInputs.INPUT_IDS -> text.ids()[token];
			case ModelInputs.ATTENTION_MASK -> text.isAttended(token) ? 1 : 0;
			case ModelInputs.TOKEN_TYPE_IDS -> text.type(token);
			case ModelInputs.POSITION_IDS -> token;
			case ModelInputs.COUNTED_MASK -> (token >= text.promptLength()) ? 1 : 0;
			default -> throw new IllegalStateException("Input '%s' was checked at load".formatted(input));
		};
	}

	NamedTensors tensors() throws OrtException {
		NamedTensors tensors = new NamedTensors();
		try {
			for (Map.Entry<String, LongBuffer> buffer : this.buffers.entrySet()) {
				tensors.byName()
					.put(buffer.getKey(),
							OnnxTensor.createTensor(OrtEnvironment.getEnvironment(),
									buffer.getValue().slice(0, this.rows * this.length),
									new long[] { this.rows, this.length }));
			}
			return tensors;
		}
		catch (OrtException | RuntimeException ex) {
			tensors.close();
			throw ex;
		}
	}

	@Override
	public String toString() {
		return "%d texts of %d tokens".formatted(this.rows, this.length);
	}

}
