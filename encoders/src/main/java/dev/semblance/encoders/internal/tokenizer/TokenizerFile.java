package dev.semblance.encoders.internal.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import dev.semblance.encoders.internal.wordpiece.WordPieceFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
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
 * @param wordPiece the tokenizer, if it is one that does without the native library
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenizerFile(byte[] json, Vocabulary vocabulary, @Nullable OwnTruncation truncation,
		Optional<WordPieceFile> wordPiece) {

	/** The names are the vocabulary: remembering them would be no use. */
	static final JsonMapper JSON = JsonMapper
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
		return read(stream, lowerCase, true);
	}

	/**
	 * Reads a file without asking whether the native library is needed.
	 * @param stream the file
	 * @param lowerCase whether texts are to be lower-cased before anything else
	 * @throws IOException if the file cannot be read or is not JSON
	 */
	static TokenizerFile readForNative(InputStream stream, boolean lowerCase) throws IOException {
		return read(stream, lowerCase, false);
	}

	private static TokenizerFile read(InputStream stream, boolean lowerCase, boolean wordPieceWanted)
			throws IOException {
		byte[] json = stream.readAllBytes();
		try {
			TokenizerContents contents = new TokenizerContents();
			try (JsonParser parser = JSON.createParser(json)) {
				contents.read(parser);
			}
			contents.requireTokenForUnknownWords();
			boolean lower = lowerCase && !lowersFirst(contents.normalizer());
			if (lower) {
				contents.normalizer(withLowerCase(contents.normalizer()));
			}
			Optional<WordPieceFile> wordPiece = wordPieceWanted ? contents.wordPiece() : Optional.empty();
			boolean changed = lower && wordPiece.isEmpty();
			return new TokenizerFile(changed ? with(contents.normalizer(), json) : json, contents.vocabulary(),
					contents.truncation(), wordPiece);
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

	private static JsonNode withLowerCase(JsonNode normalizer) {
		ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
		ArrayNode parts = sequence.putArray("normalizers");
		parts.addObject().put("type", "Lowercase");
		if (normalizer.isObject()) {
			parts.add(normalizer);
		}
		return sequence;
	}

	private static byte[] with(JsonNode normalizer, byte[] json) {
		ObjectNode root = (ObjectNode) JSON.readTree(json);
		return JSON.writeValueAsBytes(root.set("normalizer", normalizer));
	}

	/**
	 * A limit that stands in the file.
	 *
	 * @param maxLength most tokens
	 * @param left whether a long text loses its start
	 */
	record OwnTruncation(int maxLength, boolean left) {
	}

}
