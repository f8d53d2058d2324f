package dev.semblance.encoders.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.semblance.encoders.Activation;
import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the modules of a model: {@code modules.json} and the configuration of each. What
 * is missing gets the reference's default; what is unknown or contradictory is refused by
 * name.
 */
public final class ModuleReader {

	private static final String LIST = "modules.json";

	private final ModelFiles files;

	/**
	 * Creates a reader.
	 * @param files the model's files
	 */
	public ModuleReader(ModelFiles files) {
		this.files = files;
	}

	/**
	 * Reads the modules.
	 * @return the modules, if the model has a {@code modules.json}
	 * @throws InvalidModelException if a file is missing, broken or says something that
	 * is not supported
	 */
	public Optional<ModelModules> read() {
		JsonFile json = JsonFile.readIfPresent(this.files, LIST);
		if (json == null) {
			return Optional.empty();
		}
		if (!json.root().isArray() || json.root().isEmpty()) {
			throw new InvalidModelException("%s is not a list of modules.".formatted(json.name()),
					"Expected is a list of objects with 'type' and 'path'.");
		}
		List<ModelModule> modules = new ArrayList<>();
		RouterReader.@Nullable Router router = null;
		for (JsonNode entry : json.root()) {
			String type = simpleName(entry.path("type").asString(""));
			String path = entry.path("path").asString("");
			String folder = path.isEmpty() ? "" : path + "/";
			if (type.equals("Router") || type.equals("Asym")) {
				if (router != null || !modules.isEmpty()) {
					throw new InvalidModelException("%s lists a Router behind other modules.".formatted(json.name()),
							"A Router must be the first module, and the only one.");
				}
				router = new RouterReader(this.files, this::module).read(folder);
			}
			else {
				module(type, folder, json.name()).ifPresent(modules::add);
			}
		}
		return Optional.of((router != null) ? router.followedBy(modules) : ModelModules.single(modules));
	}

	/** The class moved between packages; its simple name never changed. */
	static String simpleName(String type) {
		return type.substring(type.lastIndexOf('.') + 1);
	}

	private Optional<ModelModule> module(String type, String folder, String list) {
		return switch (type) {
			case "Transformer", "MLMTransformer" -> Optional.of(new ModelModule.Transformer(folder));
			case "Pooling" -> Optional.of(pooling(config(folder)));
			case "Dense" -> Optional.of(dense(config(folder), folder));
			case "LayerNorm" -> Optional
				.of(new ModelModule.LayerNorm(folder + "model.safetensors", config(folder).integer("dimension")));
			case "Normalize" -> Optional.of(normalize(JsonFile.readIfPresent(this.files, folder + "config.json")));
			// Does nothing once training is over.
			case "Dropout" -> Optional.empty();
			case "SpladePooling" -> Optional.of(spladePooling(config(folder)));
			case "StaticEmbedding" -> Optional.of(new ModelModule.StaticEmbedding(folder));
			case "SparseStaticEmbedding" ->
				Optional.of(new ModelModule.SparseStaticEmbedding(folder, config(folder).optionalText("path")));
			case "MultiVectorMask" -> Optional.of(tokenMask(config(folder)));
			case "LogitScore" -> Optional.of(logitScore(config(folder)));
			default -> throw new InvalidModelException("%s lists a module of the type '%s'.".formatted(list, type),
					"Use a model of Transformer, Pooling, Dense, LayerNorm, Normalize, Dropout, Router, StaticEmbedding, "
							+ "SpladePooling, SparseStaticEmbedding, MultiVectorMask and LogitScore modules.");
		};
	}

	private JsonFile config(String folder) {
		return JsonFile.read(this.files, folder + "config.json");
	}

	private static ModelModule pooling(JsonFile json) {
		Integer dimensions = json.optionalInteger("embedding_dimension");
		if (dimensions == null) {
			dimensions = json.optionalInteger("word_embedding_dimension");
		}
		return new ModelModule.Pooling(poolingModes(json), dimensions, json.flag("include_prompt", true));
	}

	/**
	 * New files have one key with a name or a list of names, old ones a flag per mode.
	 */
	private static List<PoolingMode> poolingModes(JsonFile json) {
		List<String> names = new ArrayList<>();
		JsonNode mode = json.root().get("pooling_mode");
		if (mode != null && mode.isArray()) {
			mode.forEach((name) -> names.add(name.asString("")));
		}
		else if (mode != null) {
			names.add(json.text("pooling_mode"));
		}
		else {
			addFlagged(json, names);
		}
		return names.stream()
			.map((name) -> PoolingMode.named(name)
				.orElseThrow(() -> new InvalidModelException(
						"%s asks for the pooling mode '%s'.".formatted(json.name(), name),
						"Use a model with one of %s.".formatted(PoolingMode.names()))))
			.toList();
	}

	private static void addFlagged(JsonFile json, List<String> names) {
		// In the order in which the reference joins them, whatever that of the file.
		for (PoolingMode mode : PoolingMode.values()) {
			if (json.flag(mode.flag(), false)) {
				names.add(mode.modelName());
			}
		}
		List<String> known = Stream.of(PoolingMode.values()).map(PoolingMode::flag).toList();
		json.root()
			.properties()
			.stream()
			.map(Map.Entry::getKey)
			.filter((key) -> key.startsWith("pooling_mode_") && !known.contains(key) && json.flag(key, false))
			.forEach(names::add);
		if (names.isEmpty()) {
			names.add(PoolingMode.MEAN.modelName());
		}
	}

	private static ModelModule dense(JsonFile json, String folder) {
		String input = json.optionalText("module_input_name");
		String output = json.optionalText("module_output_name");
		String from = (input != null) ? input : ModelModule.SENTENCE;
		return new ModelModule.Dense(folder + "model.safetensors", json.integer("in_features"),
				json.integer("out_features"), json.flag("bias", true), activation(json),
				json.flag("use_residual", false), from, (output != null) ? output : from);
	}

	private static Activation activation(JsonFile json) {
		String name = json.optionalText("activation_function");
		if (name == null) {
			return json.root().has("activation_function") ? Activation.IDENTITY : Activation.TANH;
		}
		return Activation.ofClass(name)
			.orElseThrow(() -> json.wrong("activation_function", "one of %s".formatted(Activation.modelNames())));
	}

	private static ModelModule normalize(@Nullable JsonFile json) {
		String input = (json != null) ? json.optionalText("module_input_name") : null;
		String output = (json != null) ? json.optionalText("module_output_name") : null;
		String from = (input != null) ? input : ModelModule.SENTENCE;
		return new ModelModule.Normalize(from, (output != null) ? output : from);
	}

	private static ModelModule spladePooling(JsonFile json) {
		String strategy = json.optionalText("pooling_strategy");
		if (strategy != null && !List.of("max", "sum").contains(strategy)) {
			throw json.wrong("pooling_strategy", "max or sum");
		}
		String activation = json.optionalText("activation_function");
		if (activation != null && !List.of("relu", "log1p_relu").contains(activation)) {
			throw json.wrong("activation_function", "relu or log1p_relu");
		}
		return new ModelModule.SpladePooling("sum".equals(strategy), "log1p_relu".equals(activation) ? 2 : 1);
	}

	private static ModelModule tokenMask(JsonFile json) {
		return new ModelModule.TokenMask(json.texts("skiplist_words"), skipTasks(json),
				json.integers("keep_only_token_ids"));
	}

	private static List<String> skipTasks(JsonFile json) {
		String field = "skiplist_tasks";
		if (!json.root().hasNonNull(field)) {
			return List.of("document");
		}
		return json.root().path(field).isString() ? List.of(json.text(field)) : json.texts(field);
	}

	private static ModelModule logitScore(JsonFile json) {
		return new ModelModule.LogitScore(json.integer("true_token_id"), json.optionalInteger("false_token_id"));
	}

}
