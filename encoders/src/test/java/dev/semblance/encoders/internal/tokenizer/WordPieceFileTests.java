package dev.semblance.encoders.internal.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Which files do without the native library.
 */
class WordPieceFileTests {

	private static final List<String> TOKENS = List.of("the", "fox", "##es", "a", "b");

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void bertsFileDoesWithoutTheNativeLibrary() throws IOException {
		assertThat(usesNativeLibrary(TokenizerJson.bert(TOKENS, (root) -> {
		}), false)).isFalse();
	}

	@ParameterizedTest
	@MethodSource("known")
	void whatDoesNotMatterIsAccepted(String pointer, String json) throws IOException {
		assertThat(usesNativeLibrary(changed(pointer, json), false)).isFalse();
	}

	private static Stream<Object[]> known() {
		return Stream.of(change("/decoder", "null"), change("/post_processor", "null"),
				change("/post_processor", "{'type':'BertProcessing','sep':['[SEP]',3],'cls':['[CLS]',2]}"),
				change("/post_processor",
						"{'type':'RobertaProcessing','sep':['[SEP]',3],'cls':['[CLS]',2],'trim_offsets':true,"
								+ "'add_prefix_space':false}"),
				change("/truncation", "{'direction':'Left','max_length':128,'strategy':'LongestFirst','stride':0}"),
				change("/padding",
						"{'strategy':{'Fixed':128},'direction':'Right','pad_to_multiple_of':null,'pad_id':0,"
								+ "'pad_type_id':0,'pad_token':'[PAD]'}"),
				change("/normalizer/strip_accents", "false"), change("/added_tokens/0/lstrip", "true"),
				change("/added_tokens/0/special", "false"), change("/model/max_input_chars_per_word", "3"));
	}

	@ParameterizedTest
	@MethodSource("unknown")
	void whateverElseStandsInTheFileNeedsTheNativeLibrary(String pointer, String json) throws IOException {
		assertThat(TokenizerFile.read(stream(changed(pointer, json)), false).wordPiece()).isEmpty();
	}

	private static Stream<Object[]> unknown() {
		return Stream.of(change("/novelty", "1"), change("/normalizer", "null"),
				change("/normalizer", "{'type':'Lowercase'}"), change("/normalizer/novelty", "true"),
				change("/normalizer", "{'type':'Sequence','normalizers':[{'type':'NFC'}]}"),
				change("/pre_tokenizer", "{'type':'Whitespace'}"), change("/pre_tokenizer", "null"),
				change("/added_tokens/0/single_word", "true"), change("/added_tokens/0/rstrip", "true"),
				change("/added_tokens/0/normalized", "true"), change("/added_tokens/0/content", "'[NEW]'"),
				change("/decoder", "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':true}"),
				change("/post_processor",
						"{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':false,'use_regex':true}"),
				change("/model/max_input_chars_per_word", "10001"), change("/model/type", "'WordLevel'"),
				change("/model/vocab", "[['[UNK]', 0.0]]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/version", "/normalizer/clean_text", "/model/vocab" })
	void whatIsMissingIsNotMadeUp(String pointer) throws IOException {
		ObjectNode root = (ObjectNode) JSON.readTree(TokenizerJson.bert(TOKENS, (changed) -> {
		}));
		parent(root, pointer).remove(name(pointer));
		try {
			assertThat(usesNativeLibrary(JSON.writeValueAsString(root), false)).isTrue();
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageNotContaining("null");
		}
	}

	@Test
	void aTokenThatOnlyTheFileAddsHasTheIdOfTheNativeLibrary() throws IOException {
		int next = TOKENS.size() + 5;
		String right = TokenizerJson.bert(TOKENS, (root) -> TokenizerJson.add(root, next, "[NEW]"));
		String wrong = TokenizerJson.bert(TOKENS, (root) -> TokenizerJson.add(root, next + 7, "[NEW]"));
		assertThat(usesNativeLibrary(right, false)).isFalse();
		assertThat(usesNativeLibrary(wrong, false)).isTrue();
	}

	@Test
	void aFieldThatStandsTwiceNeedsTheNativeLibrary() throws IOException {
		String once = TokenizerJson.bert(TOKENS, (root) -> {
		});
		String twice = once.substring(0, once.length() - 1) + ", \"padding\": null}";
		assertThat(TokenizerFile.read(stream(twice), false).wordPiece()).isEmpty();
	}

	@Test
	void whatFollowsTheEndOfTheFileIsRefused() {
		String file = TokenizerJson.bert(TOKENS, (root) -> {
		});
		assertThatIOException().isThrownBy(() -> usesNativeLibrary(file + " {}", false));
		assertThatIOException().isThrownBy(() -> usesNativeLibrary(file + " more", false));
	}

	@Test
	void lowerCaseBeforeAllDoesWithoutTheNativeLibrary() throws IOException {
		String bert = TokenizerJson.bert(TOKENS, (root) -> {
		});
		assertThat(usesNativeLibrary(bert, true)).isFalse();
		assertThat(usesNativeLibrary(changed("/normalizer", "null"), true)).isTrue();
	}

	private static Object[] change(String pointer, String json) {
		return new Object[] { pointer, json.replace('\'', '"') };
	}

	private static String changed(String pointer, String json) {
		return TokenizerJson.bert(TOKENS, (root) -> {
			JsonNode value = JSON.readTree(json);
			parent(root, pointer).set(name(pointer), value);
		});
	}

	private static ObjectNode parent(ObjectNode root, String pointer) {
		return (ObjectNode) root.at(pointer.substring(0, pointer.lastIndexOf('/')));
	}

	private static String name(String pointer) {
		return pointer.substring(pointer.lastIndexOf('/') + 1);
	}

	private static boolean usesNativeLibrary(String json, boolean lowerCase) throws IOException {
		try (TextTokenizer tokenizer = TextTokenizer.open(stream(json), new TokenizerSettings(lowerCase, false))) {
			return tokenizer.usesNativeLibrary();
		}
	}

	private static ByteArrayInputStream stream(String json) {
		return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
	}

}
