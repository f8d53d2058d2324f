package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.util.Optional;

import dev.semblance.encoders.internal.tokenizer.TokenizerFile.OwnTruncation;
import dev.semblance.encoders.internal.wordpiece.WordPieceFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found so far of a {@code tokenizer.json}.
 */
final class TokenizerContents {

	private static final JsonMapper JSON = TokenizerFile.JSON;

	private static final String NORMALIZER = "normalizer";

	private static final String MODEL = "model";

	private static final String VOCABULARY = "vocab";

	private final Vocabulary.Builder vocabulary = new Vocabulary.Builder();

	/** All fields, without those of the model that may be large. */
	private final ObjectNode fields = JSON.createObjectNode();

	/** Whether a field is repeated, or something follows the end. */
	private boolean unusual;

	private @Nullable OwnTruncation truncation;

	private String model = "";

	private @Nullable String unknownToken;

	private boolean knowsUnknown;

	/**
	 * The native side ends the process when a batch has a word that such a tokenizer does
	 * not know.
	 */
	void requireTokenForUnknownWords() throws IOException {
		boolean needed = switch (this.model) {
			case "WordPiece", "WordLevel" -> this.unknownToken == null || !this.vocabulary.hasModel(this.unknownToken);
			case "Unigram" -> !this.knowsUnknown;
			default -> false;
		};
		if (needed) {
			throw new IOException("its %s vocabulary has no token for unknown words%s".formatted(this.model,
					(this.unknownToken != null) ? ": " + this.unknownToken : ""));
		}
	}

	void read(JsonParser parser) throws IOException {
		if (parser.nextToken() != JsonToken.START_OBJECT) {
			throw new IOException("It does not hold an object.");
		}
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			this.unusual |= this.fields.has(name);
			if (name.equals(MODEL)) {
				this.fields.set(MODEL, readModel(parser));
				continue;
			}
			JsonNode value = JSON.readTree(parser);
			this.fields.set(name, value);
			switch (name) {
				case "truncation" -> this.truncation = truncation(value);
				case "added_tokens" -> readAddedTokens(value);
				default -> {
					// Nothing but the native side, or what does its work, needs it.
				}
			}
		}
		this.unusual |= parser.nextToken() != null;
	}

	/** What stands for the normalizer, null in JSON if there is none. */
	JsonNode normalizer() {
		return this.fields.has(NORMALIZER) ? this.fields.get(NORMALIZER) : JSON.nullNode();
	}

	void normalizer(JsonNode normalizer) {
		this.fields.set(NORMALIZER, normalizer);
	}

	@Nullable OwnTruncation truncation() {
		return this.truncation;
	}

	Vocabulary vocabulary() {
		return this.vocabulary.build();
	}

	/** The tokenizer, if it is one that does without the native side. */
	Optional<WordPieceFile> wordPiece() {
		return this.unusual ? Optional.empty() : WordPieceFile.read(this.fields, this.vocabulary.modelIds());
	}

	private static @Nullable OwnTruncation truncation(JsonNode json) throws IOException {
		if (json.path("max_length").asInt(1) < 1) {
			throw new IOException("it cuts texts to %s tokens".formatted(json.path("max_length")));
		}
		return json.isObject() ? new OwnTruncation(json.path("max_length").asInt(Integer.MAX_VALUE),
				json.path("direction").asString("Right").equals("Left")) : null;
	}

	private void readAddedTokens(JsonNode tokens) throws IOException {
		for (JsonNode token : tokens) {
			if (token.path("id").asInt(-1) < 0) {
				throw new IOException("its added token %s has no id".formatted(token.path("content")));
			}
			this.vocabulary.added(token.path("content").asString(""), token.path("id").asInt(-1),
					token.path("special").asBoolean(false));
		}
	}

	/** Returns those fields that are not large; empty ones stand for the others. */
	private JsonNode readModel(JsonParser parser) {
		ObjectNode small = JSON.createObjectNode();
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return small;
		}
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken value = parser.nextToken();
			this.unusual |= small.has(name);
			if (value == JsonToken.START_OBJECT) {
				small.putObject(name);
			}
			else if (value == JsonToken.START_ARRAY) {
				small.putArray(name);
			}
			else {
				small.set(name, JSON.readTree(parser));
			}
			if (name.equals(VOCABULARY) && value == JsonToken.START_OBJECT) {
				readIdByToken(parser);
			}
			else if (name.equals(VOCABULARY) && value == JsonToken.START_ARRAY) {
				readTokensWithScore(parser);
			}
			else {
				parser.skipChildren();
			}
		}
		this.model = small.path("type").asString("");
		this.unknownToken = small.path("unk_token").isString() ? small.get("unk_token").asString() : null;
		this.knowsUnknown = small.path("unk_id").isIntegralNumber();
		return small;
	}

	private void readIdByToken(JsonParser parser) {
		for (String token = parser.nextName(); token != null; token = parser.nextName()) {
			this.vocabulary.model(token, parser.nextIntValue(-1));
		}
	}

	/** The id is the place in the list. */
	private void readTokensWithScore(JsonParser parser) {
		for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
			String token = parser.nextStringValue();
			if (token != null) {
				this.vocabulary.model(token, id);
			}
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				parser.skipChildren();
			}
		}
	}

}
