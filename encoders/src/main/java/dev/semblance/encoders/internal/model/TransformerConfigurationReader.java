package dev.semblance.encoders.internal.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.tokenizer.TokenizerSettings;
import dev.semblance.encoders.internal.variant.VariantChooser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the files of a transformer in the layout of sentence-transformers. What is
 * missing gets that library's default; what is unknown or contradictory is refused.
 */
public final class TransformerConfigurationReader {

	/** These families keep the first two positions for padding. */
	private static final Set<String> OFFSET_POSITIONS = Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

	/** The reference's names for the same file, over time. */
	private static final List<String> SENTENCE_FILES = List.of("sentence_bert_config.json",
			"sentence_roberta_config.json", "sentence_distilbert_config.json", "sentence_camembert_config.json",
			"sentence_albert_config.json", "sentence_xlm-roberta_config.json", "sentence_xlnet_config.json");

	private final ModelFiles files;

	private final String folder;

	private final VariantChooser chooser;

	/**
	 * Creates a reader.
	 * @param files the model's files
	 * @param folder the transformer's folder, empty or with a {@code /} at its end
	 * @param chooser chooses the ONNX file
	 */
	public TransformerConfigurationReader(ModelFiles files, String folder, VariantChooser chooser) {
		this.files = files;
		this.folder = folder;
		this.chooser = chooser;
	}

	/**
	 * Reads the configuration.
	 * @return what the files say
	 * @throws InvalidModelException if a file is missing, broken or says something that
	 * is not supported
	 */
	public TransformerConfiguration read() {
		JsonFile config = JsonFile.read(this.files, this.folder + "config.json");
		JsonFile sentences = SENTENCE_FILES.stream()
			.map((name) -> JsonFile.readIfPresent(this.files, this.folder + name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		JsonFile tokenizer = JsonFile.readIfPresent(this.files, this.folder + "tokenizer_config.json");
		JsonFile whole = JsonFile.readIfPresent(this.files, "config_sentence_transformers.json");
		if (sentences != null) {
			refuseChatTemplate(sentences, tokenizer);
		}
		int positions = positions(config);
		return new TransformerConfiguration(this.chooser.choose(this.files, this.folder), tokenizerFile(),
				tokenizerSettings(sentences, tokenizer), hiddenSize(config), maxLength(sentences, tokenizer, positions),
				positions, paddingToken(config), length("query_length", sentences, whole),
				length("document_length", sentences, whole), QueryExpansionReader.read(sentences, whole));
	}

	private String tokenizerFile() {
		String file = this.folder + "tokenizer.json";
		if (!this.files.contains(file)) {
			throw new InvalidModelException("The model has no %s.".formatted(this.files.describe(file)),
					"Save its tokenizer as a fast tokenizer, which writes this file.");
		}
		return file;
	}

	private static TokenizerSettings tokenizerSettings(@Nullable JsonFile sentences, @Nullable JsonFile tokenizer) {
		return new TokenizerSettings(sentences != null && sentences.flag("do_lower_case", false),
				TokenizerLimit.truncateLeft(tokenizer));
	}

	/**
	 * A chat template is a program; what it would write around a text is not known here.
	 */
	private void refuseChatTemplate(JsonFile sentences, @Nullable JsonFile tokenizer) {
		boolean messages = sentences.root().path("modality_config").has("message");
		boolean template = this.files.contains(this.folder + "chat_template.jinja")
				|| (tokenizer != null && tokenizer.root().hasNonNull("chat_template"));
		if (messages && template) {
			throw new InvalidModelException(
					"%s asks for texts to be written into the tokenizer's chat template.".formatted(sentences.name()),
					"Use a model without a chat template; they are not supported.");
		}
	}

	private int positions(JsonFile config) {
		Integer positions = config.optionalInteger("max_position_embeddings");
		if (positions == null || positions <= 0) {
			return Integer.MAX_VALUE;
		}
		return OFFSET_POSITIONS.contains(config.root().path("model_type").asString("")) ? positions - 2 : positions;
	}

	/** Smaller families call it dim, n_embd or d_model. */
	private static @Nullable Integer hiddenSize(JsonFile config) {
		return Stream.of("hidden_size", "dim", "n_embd", "d_model")
			.map(config::optionalInteger)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private int maxLength(@Nullable JsonFile sentences, @Nullable JsonFile tokenizer, int positions) {
		Integer length = (sentences != null) ? sentences.optionalInteger("max_seq_length") : null;
		if (length == null) {
			Integer limit = (tokenizer != null) ? tokenizer.optionalInteger("model_max_length") : null;
			length = (limit != null) ? Math.min(limit, positions) : positions;
		}
		if (length < 3 || length > positions || length == Integer.MAX_VALUE) {
			throw new InvalidModelException(
					"The files in %s allow inputs of %d tokens, and the model has %d positions."
						.formatted(this.files.describe(this.folder), length, positions),
					"Set max_seq_length in sentence_bert_config.json to a number from 3 to the positions.");
		}
		return length;
	}

	private static int paddingToken(JsonFile config) {
		Integer token = config.optionalInteger("pad_token_id");
		return (token != null) ? token : 0;
	}

	/** Written with the transformer, or by PyLate for the whole model. */
	private static @Nullable Integer length(String field, @Nullable JsonFile sentences, @Nullable JsonFile whole) {
		JsonNode own = (sentences != null) ? sentences.root().path(field) : null;
		if (sentences != null && own != null && own.isNumber()) {
			return sentences.integer(field);
		}
		return (whole != null) ? whole.optionalInteger(field) : null;
	}

}
