package dev.semblance.cli;

import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SparseEncoderBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What kind of vectors a model is to make, and how they look.
 */
@SuppressWarnings("NullAway.Init")
final class EncodingOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--kind", paramLabel = "K",
			description = "dense, sparse or multi-vector; a dense model, too, has a vector for each token (default: what "
					+ "the model's files say).")
	private @Nullable ModelKind kind;

	@Option(names = "--dimensions", paramLabel = "N",
			description = "Keep only the first dimensions of dense vectors (default: all).")
	private @Nullable Integer dimensions;

	@Option(names = "--normalize", description = "Bring dense vectors to unit length, also where the model does not.")
	private boolean normalize;

	@Option(names = "--max-active-dimensions", paramLabel = "N",
			description = "Keep only the largest values of sparse vectors (default: as many as the model says).")
	private @Nullable Integer maxActiveDimensions;

	@Option(names = "--decode", description = "Name the dimensions of sparse vectors by their terms.")
	private boolean decode;

	@Mixin
	private PrecisionOptions precision;

	/**
	 * Loads a model.
	 * @param model the model
	 * @param prompt what the texts are for
	 * @return the encoder
	 */
	FileEncoder load(ModelReference model, PromptName prompt) {
		ModelKind wanted = (this.kind != null) ? this.kind : model.kind();
		require(wanted == ModelKind.DENSE, this.dimensions != null, "--dimensions", "dense");
		require(wanted == ModelKind.DENSE, this.normalize, "--normalize", "dense");
		require(wanted == ModelKind.DENSE, this.precision.given(), "--precision", "dense");
		require(wanted == ModelKind.SPARSE, this.maxActiveDimensions != null, "--max-active-dimensions", "sparse");
		require(wanted == ModelKind.SPARSE, this.decode, "--decode", "sparse");
		return switch (wanted) {
			case DENSE -> this.precision.applied(dense(model).build(), prompt);
			case SPARSE -> new FileEncoder.Sparse(sparse(model).build(), this.decode);
			case MULTI_VECTOR -> new FileEncoder.MultiVector(model.multiVector());
			case CROSS ->
				throw new InvalidInputException("%s is a %s, which makes no vectors.".formatted(model.name(), wanted),
						"Score pairs with it by the command rerank, or encode with another model.");
		};
	}

	private DenseEncoderBuilder dense(ModelReference model) {
		DenseEncoderBuilder builder = model.dense();
		if (this.normalize) {
			builder.normalize();
		}
		try {
			return (this.dimensions != null) ? builder.dimensions(this.dimensions) : builder;
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

	private SparseEncoderBuilder sparse(ModelReference model) {
		SparseEncoderBuilder builder = model.sparse();
		try {
			return (this.maxActiveDimensions != null) ? builder.maxActiveDimensions(this.maxActiveDimensions) : builder;
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

	private void require(boolean fits, boolean given, String option, String vectors) {
		if (given && !fits) {
			throw new ParameterException(this.command.commandLine(),
					"%s is for %s vectors only.".formatted(option, vectors));
		}
	}

}
