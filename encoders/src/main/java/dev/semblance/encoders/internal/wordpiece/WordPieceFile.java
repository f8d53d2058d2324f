package dev.semblance.encoders.internal.wordpiece;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A {@code tokenizer.json} that asks for BERT's tokenizer and for nothing else.
 *
 * @param wordPiece the tokenizer
 * @param single what stands around a text
 * @param pair what stands around and between two texts
 */
public record WordPieceFile(WordPiece wordPiece, Template single, Template pair) {

	private static final Logger logger = LoggerFactory.getLogger(WordPieceFile.class);

	/** Far more than any model has; the word is held in a buffer of this length. */
	private static final int LONGEST_WORD = 10_000;

	/**
	 * Takes a file, unless there is anything in it that is not known here.
	 * @param file all its fields, without the model's vocabulary
	 * @param vocabulary the ids of the model's tokens by their spelling
	 * @return the tokenizer, or nothing if the native library is needed
	 */
	public static Optional<WordPieceFile> read(JsonNode file, Map<String, Integer> vocabulary) {
		try {
			return Optional.of(readStrictly(file, vocabulary));
		}
		catch (NotWordPieceException ex) {
			logger.debug("The tokenizer is not exactly BERT's, so the native library is used: {}", ex.getMessage());
			return Optional.empty();
		}
	}

	private static WordPieceFile readStrictly(JsonNode file, Map<String, Integer> vocabulary)
			throws NotWordPieceException {
		StrictJson.fields(file, "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
				"post_processor", "decoder", "model");
		StrictJson.oneOf(file.get("version"), "1.0");
		StrictJson.type(file.get("pre_tokenizer"), "BertPreTokenizer");
		IgnoredParts.check(file);
		NormalizerSteps steps = steps(file.get("normalizer"));
		Pieces pieces = pieces(file.get("model"), vocabulary);
		AddedTokens added = new AddedTokens(added(file.get("added_tokens"), vocabulary));
		Templates templates = Templates.read(file.get("post_processor"));
		return new WordPieceFile(new WordPiece(added, steps, pieces), templates.single(), templates.pair());
	}

	private static NormalizerSteps steps(JsonNode normalizer) throws NotWordPieceException {
		if (!normalizer.path("type").asString("").equals("Sequence")) {
			return steps(normalizer, false);
		}
		StrictJson.type(normalizer, "Sequence", "normalizers");
		JsonNode parts = normalizer.get("normalizers");
		StrictJson.require(parts.isArray() && parts.size() == 2, normalizer);
		StrictJson.type(parts.get(0), "Lowercase");
		return steps(parts.get(1), true);
	}

	private static NormalizerSteps steps(JsonNode normalizer, boolean lowerFirst) throws NotWordPieceException {
		StrictJson.type(normalizer, "BertNormalizer", "clean_text", "handle_chinese_chars", "strip_accents",
				"lowercase");
		boolean lowercase = StrictJson.truth(normalizer, "lowercase");
		return new NormalizerSteps(lowerFirst, StrictJson.truth(normalizer, "clean_text"),
				StrictJson.truth(normalizer, "handle_chinese_chars"),
				normalizer.get("strip_accents").isNull() ? lowercase : StrictJson.truth(normalizer, "strip_accents"),
				lowercase);
	}

	private static Pieces pieces(JsonNode model, Map<String, Integer> vocabulary) throws NotWordPieceException {
		StrictJson.type(model, "WordPiece", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word",
				"vocab");
		StrictJson.require(model.get("vocab").isObject(), "no vocabulary by token");
		int longestWord = StrictJson.number(model.get("max_input_chars_per_word"));
		StrictJson.require(longestWord <= LONGEST_WORD, "words of %d characters".formatted(longestWord));
		long characters = 0;
		for (Map.Entry<String, Integer> token : vocabulary.entrySet()) {
			StrictJson.require(token.getValue() >= 0 && isText(token.getKey()), token);
			characters += token.getKey().length();
		}
		StrictJson.require(characters <= TokenTrie.MOST_CHARACTERS,
				"vocabulary of %d characters".formatted(characters));
		Integer unknown = vocabulary.get(StrictJson.text(model, "unk_token"));
		if (unknown == null) {
			throw new NotWordPieceException("no token for unknown words");
		}
		return Pieces.of(vocabulary, StrictJson.text(model, "continuing_subword_prefix"), unknown, longestWord);
	}

	private static Map<String, Integer> added(JsonNode tokens, Map<String, Integer> vocabulary)
			throws NotWordPieceException {
		StrictJson.require(tokens.isArray(), tokens);
		Map<String, Integer> added = new HashMap<>();
		int next = vocabulary.size();
		for (JsonNode token : tokens) {
			StrictJson.fields(token, "id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
			StrictJson.truth(token, "special");
			// White space before a token is no part of any token anyway.
			StrictJson.truth(token, "lstrip");
			boolean plain = !StrictJson.truth(token, "single_word") && !StrictJson.truth(token, "rstrip")
					&& !StrictJson.truth(token, "normalized");
			String content = StrictJson.text(token, "content");
			int id = StrictJson.number(token.get("id"));
			// The native side gives ids of its own to those that the model does not have.
			Integer expected = vocabulary.getOrDefault(content, next);
			StrictJson.require(plain && !content.isEmpty() && isText(content) && content.indexOf(0xFFFD) < 0
					&& id == expected && !added.containsValue(id) && !added.containsKey(content), token);
			added.put(content, id);
			next = Math.max(next, id + 1);
		}
		return added;
	}

	/** Half a surrogate pair is no character of a text. */
	private static boolean isText(String token) {
		return token.codePoints()
			.noneMatch((point) -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
	}

}
