package dev.semblance.encoders.internal.transformer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.TruncationPolicy;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.onnx.OnnxModel;
import dev.semblance.encoders.internal.runtime.BatchLayout;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.ModelInputs;
import dev.semblance.encoders.internal.runtime.RuntimeArtifact;
import dev.semblance.encoders.internal.runtime.SessionFactory;
import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import dev.semblance.encoders.internal.runtime.SessionFactory.ModelBytes;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizerSettings;
import dev.semblance.encoders.internal.variant.OnnxChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a transformer: its tokenizer, and its ONNX file with a model's other modules
 * appended.
 */
public final class TransformerLoader {

	private static final Logger logger = LoggerFactory.getLogger(TransformerLoader.class);

	private final String model;

	private final ModelFiles files;

	private final EncoderSettings settings;

	/**
	 * Creates a loader.
	 * @param model the model's name, for messages
	 * @param files the model's files
	 * @param settings what the caller wants
	 */
	public TransformerLoader(String model, ModelFiles files, EncoderSettings settings) {
		this.model = model;
		this.files = files;
		this.settings = settings;
	}

	/**
	 * Opens a transformer.
	 * @param configuration what its files say
	 * @param appender appends what follows the transformer and tells what it appended
	 * @param <T> what the appender tells
	 * @return the open transformer, which the caller must close
	 */
	public <T> OpenTransformer<T> open(TransformerConfiguration configuration, Appender<T> appender) {
		int maxLength = maxLength(configuration);
		TextTokenizer tokenizer = openTokenizer(this.files, configuration.tokenizerFile(), configuration.tokenizer());
		try {
			if (maxLength <= tokenizer.specialTokens()) {
				throw new InvalidInputException(
						"The maximum length for %s is %d tokens, of which %d are special tokens.".formatted(this.model,
								maxLength, tokenizer.specialTokens()),
						"Leave room for at least one token of the text.");
			}
			return open(configuration, appender, tokenizer, maxLength);
		}
		catch (RuntimeException | Error ex) {
			tokenizer.close();
			throw ex;
		}
	}

	private <T> OpenTransformer<T> open(TransformerConfiguration configuration, Appender<T> appender,
			TextTokenizer tokenizer, int maxLength) {
		OnnxChoice chosen = configuration.onnx();
		String onnxName = this.files.describe(chosen.path());
		OnnxBytes onnx = OnnxBytes.read(this.files, chosen.path());
		List<String> inputs = new ArrayList<>(requireSupportedInputs(onnxName, onnx.model()));
		ModuleOverlay overlay = new ModuleOverlay(this.files, onnx.model(), ModelInputs.ATTENTION_MASK);
		T appended = appender.append(new TransformerOutputs(onnxName, onnx.model().outputs()), overlay);
		if (overlay.countsMask()) {
			inputs.add(ModelInputs.COUNTED_MASK);
		}
		RuntimeArtifact.requireExactlyOne();
		ExternalData external = readExternalData(chosen.path(), onnx.model());
		InferenceSession session;
		try (WeightsFolder weights = WeightsFolder.of(this.files.folderOf(chosen.path()),
				onnx.model().externalData())) {
			session = new SessionFactory(this.settings.devices(), this.settings.tokenBudget()).create(
					new ModelBytes(onnx.append(overlay.toByteArray()), onnxName, weights.path(), external),
					chosen.device(this.settings.device()));
		}
		report(chosen, session.device());
		if (session.device() instanceof Device.Cpu) {
			tokenizer.stayOnCallersThread();
		}
		return new OpenTransformer<>(new TransformerRunner(
				new TransformerRunner.Limits(maxLength, new TruncationPolicy(this.model, this.settings.truncation()),
						this.settings.timeout(), this.settings.tokenBudget() == null),
				tokenizer, session, new BatchLayout(inputs, configuration.paddingToken(), overlay.lastColumn()),
				chosen.precision()), appended);
	}

	private void report(OnnxChoice chosen, Device device) {
		logger.info("{} runs {}: {}", this.model, chosen.path(), chosen.reason());
		if (chosen.precision() == ModelPrecision.FP16 && device instanceof Device.Cpu) {
			logger.warn("{} computes in half precision on the CPU, which is slow: set the model precision to fp32",
					this.model);
		}
	}

	/**
	 * ONNX Runtime opens these files itself, so they are read whole before it may:
	 * whatever was recorded of them is compared with what is there.
	 */
	private ExternalData readExternalData(String onnxFile, OnnxModel onnx) {
		String folder = onnxFile.substring(0, onnxFile.lastIndexOf('/') + 1);
		// Only what TensorRT compiles is told apart by it.
		boolean digested = this.settings.device() instanceof Device.TensorRt;
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		long size = 0;
		for (String location : onnx.externalData()) {
			try (InputStream file = this.files.open(folder + location);
					InputStream stream = digested ? new DigestInputStream(file, digest) : file) {
				size += stream.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				throw new InvalidModelException(
						"%s cannot be read: %s.".formatted(this.files.describe(folder + location), ex.getMessage()),
						"Fetch the file again; it holds weights of the model.", ex);
			}
		}
		return new ExternalData(size, digest.digest());
	}

	private int maxLength(TransformerConfiguration configuration) {
		Integer wanted = this.settings.maxLength();
		if (wanted == null) {
			return configuration.maxLength();
		}
		if (wanted < 1 || wanted > configuration.positions()) {
			throw new InvalidInputException(
					"The maximum length for %s is set to %d tokens; the model has %d positions.".formatted(this.model,
							wanted, configuration.positions()),
					"Set it to a number from 1 to %d; the model's own is %d.".formatted(configuration.positions(),
							configuration.maxLength()));
		}
		return wanted;
	}

	/**
	 * Opens a tokenizer.
	 * @param files the model's files
	 * @param path the {@code tokenizer.json}
	 * @param settings how texts become tokens
	 * @return the tokenizer, which the caller must close
	 */
	public static TextTokenizer openTokenizer(ModelFiles files, String path, TokenizerSettings settings) {
		if (!files.contains(path)) {
			throw new InvalidModelException("The model has no %s.".formatted(files.describe(path)),
					"Save its tokenizer as a fast tokenizer, which writes this file.");
		}
		try (InputStream json = files.open(path)) {
			return TextTokenizer.open(json, settings);
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
					"Use a model that takes input_ids, attention_mask and possibly token_type_ids and position_ids.");
		}
		return inputs;
	}

	/**
	 * Appends what follows a transformer.
	 *
	 * @param <T> what is told of it
	 */
	@FunctionalInterface
	public interface Appender<T> {

		/**
		 * Appends what follows a transformer.
		 * @param outputs what the transformer gives
		 * @param overlay where to append
		 * @return what was appended
		 */
		T append(TransformerOutputs outputs, ModuleOverlay overlay);

	}

	/**
	 * An open transformer.
	 *
	 * @param runner runs it; the caller must close it
	 * @param appended what the appender told
	 * @param <T> what the appender tells
	 */
	public record OpenTransformer<T>(TransformerRunner runner, T appended) {

		/**
		 * Makes something of the transformer; if that fails, the transformer is closed.
		 * @param maker makes it
		 * @param <R> what it is
		 * @return what was made, which the caller must close
		 */
		public <R> R into(BiFunction<TransformerRunner, T, R> maker) {
			try {
				return maker.apply(this.runner, this.appended);
			}
			catch (RuntimeException | Error ex) {
				this.runner.close();
				throw ex;
			}
		}

	}

}
