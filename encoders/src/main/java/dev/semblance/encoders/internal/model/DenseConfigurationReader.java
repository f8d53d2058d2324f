package dev.semblance.encoders.internal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.SimilarityFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the files of a dense model in the layout of sentence-transformers. What is
 * missing gets that library's default; what is unknown or contradictory is refused.
 */
public final class DenseConfigurationReader {

	/** These families keep the first two positions for padding. */
	private static final Set<String> OFFSET_POSITIONS = Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

	/** These prompts exist in every model, empty unless its files say otherwise. */
	private static final Set<String> ALWAYS_KNOWN = Set.of("query", "document");

	private final ModelFiles files;

	/**
	 * Creates a reader.
	 * @param files the model's files
	 */
	public DenseConfigurationReader(ModelFiles files) {
		this.files = files;
	}

	/**
	 * Reads the configuration.
	 * @return what the files say
	 * @throws InvalidModelException if a file is missing, broken or says something that
	 * is not supported
	 */
	public DenseConfiguration read() {
		ModuleList modules = ModuleList.read(this.files);
		JsonFile config = JsonFile.read(this.files, modules.transformer() + "config.json");
		JsonFile sentences = JsonFile.readIfPresent(this.files, modules.transformer() + "sentence_bert_config.json");
		int positions = positions(config);
		Prompts prompts = prompts();
		return new DenseConfiguration(onnxFile(modules.transformer()), tokenizerFile(modules.transformer()),
				pooling(modules.pooling(), prompts), dimensions(modules.pooling(), config), modules.normalize(),
				maxLength(sentences, tokenizerLimit(modules.transformer()), positions), positions,
				sentences != null && sentences.flag("do_lower_case", false), paddingToken(config), similarity(),
				prompts.byName(), prompts.defaultName());
	}

	private String onnxFile(String folder) {
		for (String candidate : List.of(folder + "onnx/model.onnx", folder + "model.onnx")) {
			if (this.files.contains(candidate)) {
				return candidate;
			}
		}
		throw new InvalidModelException(
				"The model has neither %s nor %s.".formatted(this.files.describe(folder + "onnx/model.onnx"),
						this.files.describe(folder + "model.onnx")),
				"Export it: optimum-cli export onnx --task feature-extraction --model MODEL FOLDER/onnx.");
	}

	private String tokenizerFile(String folder) {
		String file = folder + "tokenizer.json";
		if (!this.files.contains(file)) {
			throw new InvalidModelException("The model has no %s.".formatted(this.files.describe(file)),
					"Save its tokenizer as a fast tokenizer, which writes this file.");
		}
		return file;
	}

	private int positions(JsonFile config) {
		Integer positions = config.optionalInteger("max_position_embeddings");
		if (positions == null || positions <= 0) {
			return Integer.MAX_VALUE;
		}
		return OFFSET_POSITIONS.contains(config.root().path("model_type").asString("")) ? positions - 2 : positions;
	}

	private @Nullable Integer tokenizerLimit(String folder) {
		JsonFile tokenizer = JsonFile.readIfPresent(this.files, folder + "tokenizer_config.json");
		if (tokenizer == null) {
			return null;
		}
		if ("left".equals(tokenizer.optionalText("truncation_side"))) {
			throw tokenizer.wrong("truncation_side", "right; truncation on the left is not supported");
		}
		return tokenizer.optionalInteger("model_max_length");
	}

	private int maxLength(@Nullable JsonFile sentences, @Nullable Integer tokenizerLimit, int positions) {
		Integer length = (sentences != null) ? sentences.optionalInteger("max_seq_length") : null;
		if (length == null) {
			length = (tokenizerLimit != null) ? Math.min(tokenizerLimit, positions) : positions;
		}
		if (length < 3 || length > positions || length == Integer.MAX_VALUE) {
			throw new InvalidModelException(
					"The model's files allow inputs of %d tokens, and it has %d positions.".formatted(length,
							positions),
					"Set max_seq_length in sentence_bert_config.json to a number from 3 to the positions.");
		}
		return length;
	}

	private static int paddingToken(JsonFile config) {
		Integer token = config.optionalInteger("pad_token_id");
		return (token != null) ? token : 0;
	}

	private Pooling pooling(@Nullable String folder, Prompts prompts) {
		if (folder == null) {
			return Pooling.MEAN;
		}
		JsonFile json = JsonFile.read(this.files, folder + "config.json");
		if (!json.flag("include_prompt", true)
				&& prompts.byName().values().stream().anyMatch((text) -> !text.isEmpty())) {
			throw json.wrong("include_prompt", "true; leaving prompts out of the pooling is not supported");
		}
		List<String> modes = poolingModes(json);
		if (modes.size() != 1) {
			throw new InvalidModelException("%s asks for the pooling modes %s.".formatted(json.name(), modes),
					"Use a model with exactly one of %s.".formatted(Pooling.names()));
		}
		return Pooling.named(modes.get(0))
			.orElseThrow(() -> new InvalidModelException(
					"%s asks for the pooling mode '%s'.".formatted(json.name(), modes.get(0)),
					"Use a model with one of %s.".formatted(Pooling.names())));
	}

	/**
	 * New files have one key with a name or a list of names, old ones a flag per mode.
	 */
	private static List<String> poolingModes(JsonFile json) {
		List<String> modes = new ArrayList<>();
		JsonNode mode = json.root().get("pooling_mode");
		if (mode != null) {
			if (mode.isArray()) {
				mode.forEach((name) -> modes.add(name.asString("")));
			}
			else {
				modes.add(json.text("pooling_mode"));
			}
			return modes;
		}
		json.root().properties().forEach((property) -> {
			if (property.getKey().startsWith("pooling_mode_") && json.flag(property.getKey(), false)) {
				modes.add(nameOfFlag(property.getKey()));
			}
		});
		return modes;
	}

	private static String nameOfFlag(String flag) {
		for (Pooling pooling : Pooling.values()) {
			if (pooling.flag().equals(flag)) {
				return pooling.modelName();
			}
		}
		return flag;
	}

	private int dimensions(@Nullable String poolingFolder, JsonFile config) {
		Integer dimensions = config.optionalInteger("hidden_size");
		if (poolingFolder != null) {
			JsonFile json = JsonFile.read(this.files, poolingFolder + "config.json");
			Integer current = json.optionalInteger("embedding_dimension");
			Integer old = json.optionalInteger("word_embedding_dimension");
			Integer stated = (current != null) ? current : old;
			if (stated != null && dimensions != null && !stated.equals(dimensions)) {
				throw new InvalidModelException("%s says the vectors have %d dimensions, %s says %d."
					.formatted(json.name(), stated, config.name(), dimensions),
						"Fetch the model again; its files do not belong together.");
			}
			dimensions = (stated != null) ? stated : dimensions;
		}
		if (dimensions == null || dimensions <= 0) {
			throw config.wrong("hidden_size", "the number of dimensions of the model's vectors");
		}
		return dimensions;
	}

	private SimilarityFunction similarity() {
		JsonFile json = JsonFile.readIfPresent(this.files, "config_sentence_transformers.json");
		String name = (json != null) ? json.optionalText("similarity_fn_name") : null;
		return (name != null) ? SimilarityFunction.named(name) : SimilarityFunction.COSINE;
	}

	private Prompts prompts() {
		JsonFile json = JsonFile.readIfPresent(this.files, "config_sentence_transformers.json");
		if (json == null) {
			return new Prompts(Map.of(), null);
		}
		Map<String, String> byName = new LinkedHashMap<>();
		if (json.root().hasNonNull("prompts")) {
			json.object("prompts").properties().forEach((prompt) -> {
				if (prompt.getValue().isString()) {
					byName.put(prompt.getKey(), prompt.getValue().asString());
				}
				else if (!prompt.getValue().isNull()) {
					throw json.wrong("prompts", "strings by name");
				}
			});
		}
		String defaultName = json.optionalText("default_prompt_name");
		if (defaultName != null && !byName.containsKey(defaultName) && !ALWAYS_KNOWN.contains(defaultName)) {
			throw json.wrong("default_prompt_name", "the name of one of the prompts %s".formatted(byName.keySet()));
		}
		return new Prompts(byName, defaultName);
	}

	private record Prompts(Map<String, String> byName, @Nullable String defaultName) {
	}

}
