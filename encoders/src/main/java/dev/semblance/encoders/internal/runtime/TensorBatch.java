package dev.semblance.encoders.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.List;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * The inputs of one run in direct buffers, which ONNX Runtime reads without a copy.
 * Filled again for every batch of a call. Not safe for concurrent use.
 */
public final class TensorBatch {

	private final List<String> inputNames;

	private final long paddingToken;

	private final LongBuffer ids;

	private final LongBuffer mask;

	private final LongBuffer types;

	private int rows;

	private int length;

	/**
	 * Creates buffers.
	 * @param inputNames the model's inputs, each one of {@link ModelInputs#SUPPORTED}
	 * @param paddingToken id of the token that fills up a text
	 * @param capacity number of tokens, padding included, of the largest batch
	 */
	public TensorBatch(List<String> inputNames, long paddingToken, int capacity) {
		this.inputNames = List.copyOf(inputNames);
		this.paddingToken = paddingToken;
		this.ids = directLongs(capacity);
		this.mask = directLongs(capacity);
		// Never written to: all tokens of a single text have type 0.
		this.types = directLongs(inputNames.contains(ModelInputs.TOKEN_TYPE_IDS) ? capacity : 0);
	}

	/**
	 * Fills the buffers, padding on the right.
	 * @param batch which texts
	 * @param texts all texts of the call
	 */
	public void fill(Batch batch, List<TokenizedText> texts) {
		this.rows = batch.positions().size();
		this.length = batch.length();
		this.ids.clear();
		this.mask.clear();
		for (int position : batch.positions()) {
			long[] tokens = texts.get(position).ids();
			this.ids.put(tokens);
			for (int i = 0; i < this.length; i++) {
				this.mask.put((i < tokens.length) ? 1 : 0);
			}
			for (int i = tokens.length; i < this.length; i++) {
				this.ids.put(this.paddingToken);
			}
		}
	}

	NamedTensors tensors() throws OrtException {
		NamedTensors tensors = new NamedTensors();
		try {
			for (String name : this.inputNames) {
				LongBuffer buffer = switch (name) {
					case ModelInputs.INPUT_IDS -> this.ids;
					case ModelInputs.ATTENTION_MASK -> this.mask;
					case ModelInputs.TOKEN_TYPE_IDS -> this.types;
					default -> throw new IllegalStateException("Input '%s' was checked at load".formatted(name));
				};
				tensors.byName()
					.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(),
							buffer.slice(0, this.rows * this.length), new long[] { this.rows, this.length }));
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

	private static LongBuffer directLongs(int capacity) {
		return ByteBuffer.allocateDirect(capacity * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
	}

}
