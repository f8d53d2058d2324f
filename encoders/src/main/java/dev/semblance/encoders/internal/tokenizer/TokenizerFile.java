package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is read from a {@code tokenizer.json}. The file is streamed, because its tree
 * would take many times its own size.
 *
 * @param json the file, changed as the settings ask
 * @param vocabulary its tokens
 * @param truncation the limit that stands in it, if any
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenizerFile(byte[] json, Vocabulary vocabulary, @Nullable OwnTruncation truncation) {

	/** The names are the vocabulary: remembering them would be no use. */
	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build())
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Reads a file.
	 * @param stream the file
	 * @param lowerCase whether texts are to be lower-cased before anything else
	 * @throws IOException if the file cannot be read or is not JSON
	 */
	static TokenizerFile read(InputStream stream, boolean lowerCase) throws IOException {
		byte[] json = stream.readAllBytes();
		try {
			Contents contents = new Contents();
			try (JsonParser parser = JSON.createParser(json)) {
				contents.read(parser);
			}
			contents.requireTokenForUnknownWords();
			boolean lower = lowerCase && !lowersFirst(contents.normalizer);
			return new TokenizerFile(lower ? withLowerCase(json) : json, contents.vocabulary.build(),
					contents.truncation);
		}
		catch (JacksonException ex) {
			throw new IOException(ex.getOriginalMessage(), ex);
		}
	}

	/** What the reference looks for before it puts another one in front. */
	private static boolean lowersFirst(JsonNode normalizer) {
		if (isLowercase(normalizer)) {
			return true;
		}
		for (JsonNode part : normalizer.path("normalizers")) {
			if (isLowercase(part)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLowercase(JsonNode normalizer) {
		return normalizer.path("type").asString("").equals("Lowercase");
	}

	private static byte[] withLowerCase(byte[] json) {
		ObjectNode root = (ObjectNode) JSON.readTree(json);
		JsonNode normalizer = root.path("normalizer");
		ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
		ArrayNode parts = sequence.putArray("normalizers");
		parts.addObject().put("type", "Lowercase");
		if (normalizer.isObject()) {
			parts.add(normalizer);
		}
		return JSON.writeValueAsBytes(root.set("normalizer", sequence));
	}

	/**
	 * A limit that stands in the file.
	 *
	 * @param maxLength most tokens
	 * @param left whether a long text loses its start
	 */
	record OwnTruncation(int maxLength, boolean left) {
	}

	/** What was found so far. */
	private static final class Contents {

		private final Vocabulary.Builder vocabulary = new Vocabulary.Builder();

		private JsonNode normalizer = JSON.nullNode();

		private @Nullable OwnTruncation truncation;

		private String model = "";

		private @Nullable String unknownToken;

		private boolean knowsUnknown;

		/**
		 * The native side ends the process when a batch has a word that such a tokenizer
		 * does not know.
		 */
		void requireTokenForUnknownWords() throws IOException {
			boolean needed = switch (this.model) {
				case "WordPiece", "WordLevel" ->
					this.unknownToken == null || !this.vocabulary.hasModel(this.unknownToken);
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
				switch (name) {
					case "normalizer" -> this.normalizer = JSON.readTree(parser);
					case "truncation" -> this.truncation = truncation(JSON.readTree(parser));
					case "added_tokens" -> readAddedTokens(JSON.readTree(parser));
					case "model" -> readModel(parser);
					default -> parser.skipChildren();
				}
			}
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

		private void readModel(JsonParser parser) {
			if (parser.currentToken() != JsonToken.START_OBJECT) {
				parser.skipChildren();
				return;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				JsonToken value = parser.nextToken();
				if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
					readIdByToken(parser);
				}
				else if (name.equals("vocab") && value == JsonToken.START_ARRAY) {
					readTokensWithScore(parser);
				}
				else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
					this.model = parser.getString();
				}
				else if (name.equals("unk_token") && value == JsonToken.VALUE_STRING) {
					this.unknownToken = parser.getString();
				}
				else if (name.equals("unk_id")) {
					this.knowsUnknown = value == JsonToken.VALUE_NUMBER_INT;
					parser.skipChildren();
				}
				else {
					parser.skipChildren();
				}
			}
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

}
