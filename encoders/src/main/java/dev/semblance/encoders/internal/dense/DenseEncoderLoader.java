package dev.semblance.encoders.internal.dense;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.model.DenseConfiguration;
import dev.semblance.encoders.internal.model.DenseConfigurationReader;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelLocator;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.onnx.OnnxModel;
import dev.semblance.encoders.internal.onnx.PoolingOverlay;
import dev.semblance.encoders.internal.onnx.TensorSignature;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.ModelInputs;
import dev.semblance.encoders.internal.runtime.SessionFactory;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads dense encoders: finds the model, reads what its files say, appends pooling and
 * normalization to its graph, and opens tokenizer and session.
 */
@SuppressWarnings("UnusedVariable")
public final class DenseEncoderLoader {

	private static final Logger logger = LoggerFactory.getLogger(DenseEncoderLoader.class);

	/** Names of the output of token vectors, the usual one first. */
	private static final List<String> TOKEN_OUTPUTS = List.of("last_hidden_state", "token_embeddings");

	private DenseEncoderLoader() {
	}

	/**
	 * Loads a model.
	 * @param reference hub id or folder
	 * @param settings what the caller wants
	 * @param dimensions how many dimensions to keep; {@code null} for all
	 * @param normalize whether to bring vectors to unit length in any case
	 * @return the encoder
	 */
	public static DenseEncoder load(String reference, EncoderSettings settings, @Nullable Integer dimensions,
			boolean normalize) {
		long start = System.nanoTime();
		ModelFiles files = new ModelLocator(classLoader()).locate(reference);
		DenseConfiguration configuration = new DenseConfigurationReader(files).read();
		int maxLength = maxLength(reference, configuration, settings);
		TextTokenizer tokenizer = openTokenizer(files, configuration.tokenizerFile());
		try {
			OnnxDenseEncoder encoder = openEncoder(reference, files, configuration, settings, maxLength, tokenizer);
			logger.info("Loaded {} on {} in {} ms: {} dimensions, {} pooling, at most {} tokens", reference,
					encoder.model().device(), (System.nanoTime() - start) / 1_000_000, configuration.dimensions(),
					configuration.pooling().modelName(), maxLength);
			return encoder;
		}
		catch (RuntimeException | Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	private static OnnxDenseEncoder openEncoder(String reference, ModelFiles files, DenseConfiguration configuration,
			EncoderSettings settings, int maxLength, TextTokenizer tokenizer) {
		if (maxLength <= tokenizer.specialTokens()) {
			throw new InvalidInputException("The maximum length for %s is %d tokens, of which %d are special tokens."
				.formatted(reference, maxLength, tokenizer.specialTokens()),
					"Leave room for at least one token of the text.");
		}
		String onnxName = files.describe(configuration.onnxFile());
		OnnxBytes onnx = OnnxBytes.read(files, configuration.onnxFile());
		OnnxModel model = onnx.model();
		List<String> inputs = requireSupportedInputs(onnxName, model);
		PoolingOverlay.Appended pooling = PoolingOverlay.append(model,
				tokenOutput(onnxName, model, configuration.dimensions()), ModelInputs.ATTENTION_MASK,
				configuration.pooling(), configuration.normalize(), configuration.dimensions());
		ByteBuffer merged = onnx.append(pooling.bytes());
		InferenceSession session = SessionFactory.create(merged, onnxName, files.folderOf(configuration.onnxFile()),
				settings.device());
		DenseModel description = new DenseModel(reference, configuration.dimensions(), maxLength,
				configuration.pooling().modelName(), configuration.normalize(), configuration.similarity(),
				new Prompts(prompts(configuration, settings), configuration.defaultPromptName()), session.device());
		return new OnnxDenseEncoder(description, tokenizer, session,
				new OnnxDenseEncoder.Graph(inputs, pooling.output(), configuration.paddingToken()),
				settings.tokenBudget(), settings.truncation(), configuration.lowerCase());
	}

	private static ClassLoader classLoader() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : DenseEncoderLoader.class.getClassLoader();
	}

	private static int maxLength(String reference, DenseConfiguration configuration, EncoderSettings settings) {
		Integer wanted = settings.maxLength();
		if (wanted == null) {
			return configuration.maxLength();
		}
		if (wanted < 1 || wanted > configuration.positions()) {
			throw new InvalidInputException(
					"The maximum length for %s is set to %d tokens; the model has %d positions.".formatted(reference,
							wanted, configuration.positions()),
					"Set it to a number from 1 to %d; the model's own is %d.".formatted(configuration.positions(),
							configuration.maxLength()));
		}
		return wanted;
	}

	private static Map<String, String> prompts(DenseConfiguration configuration, EncoderSettings settings) {
		Map<String, String> prompts = new LinkedHashMap<>(configuration.prompts());
		prompts.putAll(settings.prompts());
		return prompts;
	}

	private static TextTokenizer openTokenizer(ModelFiles files, String path) {
		try (InputStream json = files.open(path)) {
			return TextTokenizer.open(json);
		}
		catch (IOException ex) {
			throw new InvalidModelException(
					"%s is not a readable tokenizer: %s.".formatted(files.describe(path), ex.getMessage()),
					"Fetch the file again.", ex);
		}
	}

	private static List<String> requireSupportedInputs(String onnxName, OnnxModel model) {
		List<String> inputs = model.inputNames();
		List<String> unknown = new ArrayList<>(inputs);
		unknown.removeAll(ModelInputs.SUPPORTED);
		if (!unknown.isEmpty() || !inputs.contains(ModelInputs.INPUT_IDS)
				|| !inputs.contains(ModelInputs.ATTENTION_MASK)) {
			throw new InvalidModelException("%s takes the inputs %s.".formatted(onnxName, inputs),
					"Use a model that takes input_ids, attention_mask and possibly token_type_ids.");
		}
		return inputs;
	}

	private static TensorSignature tokenOutput(String onnxName, OnnxModel model, int dimensions) {
		for (String name : TOKEN_OUTPUTS) {
			for (TensorSignature output : model.outputs()) {
				if (output.name().equals(name)) {
					return requireTokenVectors(onnxName, output, dimensions);
				}
			}
		}
		throw new InvalidModelException(
				"%s gives the outputs %s, none of which is one of %s.".formatted(onnxName, model.outputNames(),
						TOKEN_OUTPUTS),
				"Export the model for feature extraction; a cross-encoder (output logits) is not a dense encoder.");
	}

	private static TensorSignature requireTokenVectors(String onnxName, TensorSignature output, int dimensions) {
		List<Long> shape = output.dimensions();
		boolean fits = shape.size() == 3 && (shape.get(2) == -1 || shape.get(2) == dimensions);
		if (!fits) {
			throw new InvalidModelException(
					"%s gives '%s' with the shape %s, while the model's configuration says %d dimensions."
						.formatted(onnxName, output.name(), shape, dimensions),
					"Fetch the model again; its files do not belong together.");
		}
		return output;
	}

}
