package dev.semblance.encoders.internal.transformer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.loading.TruncationPolicy;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.onnx.ModuleOverlay;
import dev.semblance.encoders.internal.onnx.OnnxModel;
import dev.semblance.encoders.internal.optimized.OptimizedModel;
import dev.semblance.encoders.internal.runtime.BatchLayout;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.onnx.ModelInputs;
import dev.semblance.encoders.internal.runtime.RuntimeArtifact;
import dev.semblance.encoders.internal.runtime.SessionFactory;
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

	private boolean keepsPadding;

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
	 * Lets padding stay in the graph whatever the settings are, for models that want the
	 * vectors of tokens that nobody attends to.
	 * @return this loader
	 */
	public TransformerLoader keepingPadding() {
		this.keepsPadding = true;
		return this;
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
		RuntimeArtifact.requireExactlyOne();
		new SessionFactory(this.settings.devices(), null)
			.requireUsable(configuration.onnx().device(this.settings.device()));
		LoadedGraph graph = loadGraph(configuration.onnx());
		Opened<T> opened = open(graph, appender);
		RunningGraph running = opened.graph().running();
		report(running, opened.session().device());
		if (opened.session().device() instanceof Device.Cpu) {
			tokenizer.stayOnCallersThread();
		}
		return new OpenTransformer<>(new TransformerRunner(
				new TransformerRunner.Limits(maxLength, new TruncationPolicy(this.model, this.settings.truncation()),
						this.settings.timeout(), this.settings.tokenBudget() == null),
				tokenizer, opened.session(),
				new BatchLayout(opened.inputs(), configuration.paddingToken(), opened.lastColumn()), running),
				opened.appended());
	}

	/** Only a file that has to be converted cannot run as it is. */
	private LoadedGraph loadGraph(OnnxChoice chosen) {
		GraphLoader loader = new GraphLoader(this.files, this.settings);
		GraphOptimizer optimizer = new GraphOptimizer(this.files, this.settings, this.keepsPadding);
		if (!optimizer.appliesTo(chosen)) {
			return loader.load(chosen);
		}
		try {
			OptimizedModel optimized = optimizer.optimize(chosen);
			RunningGraph running = new RunningGraph(chosen, GraphOptimizer.describe(optimized));
			return optimized.rewritten() ? optimizer.open(running, optimized) : loader.load(running);
		}
		catch (CallCancelledException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (chosen.converted()) {
				throw ex;
			}
			LoadedGraph original = loader.load(chosen);
			warn(chosen, ex);
			return original;
		}
	}

	private void warn(OnnxChoice chosen, RuntimeException failure) {
		logger.warn("{} runs {} without being optimized: {}", this.model, chosen.path(),
				(failure instanceof SemblanceException) ? failure.getMessage() : failure.toString(),
				(failure instanceof SemblanceException) ? null : failure);
	}

	private <T> Opened<T> open(LoadedGraph graph, Appender<T> appender) {
		try {
			return create(graph, appender);
		}
		catch (InvalidModelException | DeviceUnavailableException ex) {
			OnnxChoice chosen = graph.running().onnx();
			if (!graph.optimized() || chosen.converted()) {
				throw ex;
			}
			Opened<T> original = create(new GraphLoader(this.files, this.settings).load(chosen), appender);
			warn(chosen, ex);
			return original;
		}
	}

	private <T> Opened<T> create(LoadedGraph graph, Appender<T> appender) {
		OnnxModel onnx = graph.onnx().model();
		List<String> inputs = new ArrayList<>(requireSupportedInputs(graph.name(), onnx));
		ModuleOverlay overlay = new ModuleOverlay(this.files, onnx, ModelInputs.ATTENTION_MASK);
		T appended = appender.append(new TransformerOutputs(graph.name(), onnx.outputs()), overlay);
		if (overlay.countsMask()) {
			inputs.add(ModelInputs.COUNTED_MASK);
		}
		try (WeightsFolder weights = WeightsFolder.of(graph.folder(), onnx.externalData())) {
			InferenceSession session = new SessionFactory(this.settings.devices(), this.settings.tokenBudget())
				.create(new ModelBytes(graph.onnx().append(overlay.toByteArray()), graph.name(), weights.path(),
						graph.external()), graph.running().onnx().device(this.settings.device()));
			return new Opened<>(graph, session, inputs, overlay.lastColumn(), appended);
		}
	}

	private void report(RunningGraph running, Device device) {
		OnnxChoice chosen = running.onnx();
		GraphOptimization optimization = running.optimization();
		logger.info("{} runs {}: {}{}", this.model, chosen.path(), chosen.reason(),
				(optimization != null) ? "; optimized: " + optimization.summary() : "");
		if (optimization != null && !optimization.unrecognized().isEmpty()) {
			List<String> unrecognized = optimization.unrecognized();
			logger.info("What the optimizer did not recognise in {}: {}{}", this.model, unrecognized.get(0),
					(unrecognized.size() > 1) ? " There are %d more.".formatted(unrecognized.size() - 1) : "");
		}
		if (chosen.precision() == ModelPrecision.FP16 && device instanceof Device.Cpu) {
			logger.warn("{} computes in half precision on the CPU, which is slow: set the model precision to fp32",
					this.model);
		}
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
	 * A graph that is open.
	 *
	 * @param graph the graph
	 * @param session what runs it
	 * @param inputs names of what it takes
	 * @param lastColumn whether all texts of a batch end in its last column
	 * @param appended what the appender told
	 * @param <T> what the appender tells
	 */
	private record Opened<T>(LoadedGraph graph, InferenceSession session, List<String> inputs, boolean lastColumn,
			T appended) {
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
