package dev.semblance.encoders.internal.transformer;

import java.util.List;
import java.util.Optional;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of an ONNX file.
 *
 * @param onnxName where the file is
 * @param signatures its outputs
 */
public record TransformerOutputs(String onnxName, List<TensorSignature> signatures) {

	/** Names of the output of token vectors, the usual one first. */
	public static final List<String> TOKENS = List.of("last_hidden_state", "token_embeddings");

	/** Name of the output of one vector per text. */
	public static final String SENTENCE = "sentence_embedding";

	/** Name of the output of logits. */
	public static final String LOGITS = "logits";

	/**
	 * Copies the outputs.
	 */
	public TransformerOutputs {
		signatures = List.copyOf(signatures);
	}

	/**
	 * Finds an output of a number of axes.
	 * @param axes how many axes it must have
	 * @param names names it may have, the best first
	 * @return the output, if there is one
	 */
	public Optional<TensorSignature> find(int axes, List<String> names) {
		return names.stream()
			.flatMap((name) -> this.signatures.stream().filter((output) -> output.name().equals(name)))
			.filter((output) -> output.dimensions().size() == axes)
			.findFirst();
	}

	/**
	 * Returns an output that must be there.
	 * @param axes how many axes it must have
	 * @param names names it may have, the best first
	 * @param remedy what to do if it is not there
	 * @return the output
	 * @throws InvalidModelException if it is not there
	 */
	public TensorSignature require(int axes, List<String> names, String remedy) {
		return find(axes, names).orElseThrow(() -> new InvalidModelException(
				"%s gives the outputs %s, none of which is one of %s with %d axes.".formatted(this.onnxName,
						this.signatures.stream().map((output) -> output.name() + output.dimensions()).toList(), names,
						axes),
				remedy));
	}

	/**
	 * Returns the length of an output's last axis.
	 * @param output the output
	 * @param stated the length by the model's configuration, if it tells
	 * @return the length
	 * @throws InvalidModelException if the two contradict, or neither tells
	 */
	public int lastAxis(TensorSignature output, @Nullable Integer stated) {
		long length = output.dimensions().get(output.dimensions().size() - 1);
		if (length < 0 && stated != null) {
			return stated;
		}
		if (length < 1 || (stated != null && stated != length)) {
			throw new InvalidModelException(
					"%s gives '%s' with the shape %s, while the model's configuration says %s.".formatted(this.onnxName,
							output.name(), output.dimensions(),
							(stated != null) ? stated + " dimensions" : "no dimensions"),
					"Fetch the model again; its files do not belong together.");
		}
		return (int) length;
	}

}
