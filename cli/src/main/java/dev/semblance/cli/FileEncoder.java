package dev.semblance.cli;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.quantization.VectorQuantizer;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of any kind that turns texts into lines.
 */
sealed interface FileEncoder extends AutoCloseable {

	/**
	 * Returns how long its vectors are.
	 * @return the number of dimensions
	 */
	int dimensions();

	/**
	 * Returns how many texts are encoded at once; their vectors are in memory.
	 * @return the number
	 */
	int chunkSize();

	/**
	 * Encodes texts.
	 * @param texts the texts
	 * @param prompt what they are for
	 * @return one line per text
	 */
	Lines encode(List<String> texts, PromptName prompt);

	@Override
	void close();

	/**
	 * Encoded texts.
	 *
	 * @param lines one line per text, in the order of the texts
	 * @param usage what encoding cost and what it cut
	 */
	record Lines(List<EncodedText> lines, TokenUsage usage) {

		private static <V> Lines of(List<String> texts, List<V> vectors, TokenUsage usage,
				BiFunction<String, V, EncodedText> line) {
			return new Lines(
					IntStream.range(0, texts.size()).mapToObj((i) -> line.apply(texts.get(i), vectors.get(i))).toList(),
					usage);
		}

	}

	/**
	 * One vector per text.
	 *
	 * @param encoder the encoder, closed together with this
	 * @param quantizer what makes a byte or a bit of each number; the numbers themselves
	 * without it
	 */
	record Dense(DenseEncoder encoder, @Nullable VectorQuantizer quantizer) implements FileEncoder {

		@Override
		public int dimensions() {
			return this.encoder.model().dimensions();
		}

		@Override
		public int chunkSize() {
			return 4096;
		}

		@Override
		public Lines encode(List<String> texts, PromptName prompt) {
			DenseEncoding encoding = this.encoder.encode(texts, prompt.role(), prompt.prompt());
			return Lines.of(texts, encoding.vectors(), encoding.usage(), this::line);
		}

		private EncodedText line(String text, float[] vector) {
			if (this.quantizer == null) {
				return new EncodedText.Dense(text, vector);
			}
			boolean signed = this.quantizer.precision().signed();
			byte[] bytes = this.quantizer.quantize(vector);
			return new EncodedText.Quantized(text,
					IntStream.range(0, bytes.length)
						.map((i) -> signed ? bytes[i] : Byte.toUnsignedInt(bytes[i]))
						.toArray());
		}

		@Override
		public void close() {
			this.encoder.close();
		}

	}

	/**
	 * One vector of mostly zeros per text.
	 *
	 * @param encoder the encoder, closed together with this
	 * @param decode whether lines name their dimensions
	 */
	record Sparse(SparseEncoder encoder, boolean decode) implements FileEncoder {

		@Override
		public int dimensions() {
			return this.encoder.model().dimensions();
		}

		@Override
		public int chunkSize() {
			return 4096;
		}

		@Override
		public Lines encode(List<String> texts, PromptName prompt) {
			SparseEncoding encoding = this.encoder.encode(texts, prompt.role(), prompt.prompt());
			return Lines.of(texts, encoding.vectors(), encoding.usage(), this::line);
		}

		private EncodedText line(String text, SparseVector vector) {
			int active = Math.max(1, vector.activeDimensions());
			return new EncodedText.Sparse(text, vector.indices(), vector.values(),
					this.decode ? this.encoder.decode(vector, active) : null);
		}

		@Override
		public void close() {
			this.encoder.close();
		}

	}

	/**
	 * One vector per token.
	 *
	 * @param encoder the encoder, closed together with this
	 */
	record MultiVector(MultiVectorEncoder encoder) implements FileEncoder {

		@Override
		public int dimensions() {
			return this.encoder.model().dimensions();
		}

		@Override
		public int chunkSize() {
			return 256;
		}

		@Override
		public Lines encode(List<String> texts, PromptName prompt) {
			TokenEncoding encoding = this.encoder.encode(texts, prompt.role(), prompt.prompt());
			return Lines.of(texts, encoding.texts(), encoding.usage(), MultiVector::line);
		}

		private static EncodedText line(String text, TokenVectors vectors) {
			return new EncodedText.MultiVector(text,
					IntStream.range(0, vectors.count()).mapToObj(vectors::vector).toList());
		}

		@Override
		public void close() {
			this.encoder.close();
		}

	}

}
