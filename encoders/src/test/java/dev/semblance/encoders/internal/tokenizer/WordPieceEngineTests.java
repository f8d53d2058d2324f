package dev.semblance.encoders.internal.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.semblance.encoders.TextPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class WordPieceEngineTests {

	private static final List<String> TOKENS = List.of("the", "fox", "##es", "##e", "a", "##a", ".", "\uFFFD", "[", "]",
			"##s", "mask", "x", "\u1B44", "##\u1B44");

	private static final List<String> TEXTS = List.of("", "the foxes", "The  FOXES.", "[SEP][MASK]x", "[[SEP]]",
			"a[SEP]\u0301a", "the [Added]Added fox", "a\uD83Da", "\uDE00", "foxq the", "  [MASK]  the", "[SEP",
			"x\u0301 a", "the fox the fox the fox");

	@Test
	void aWordIsCutIntoTheLongestTokensFromItsStart() throws IOException {
		assertThat(tokens("foxes foxe", WordPieceEngineTests::asItIs)).containsExactly("[CLS]", "fox", "##es", "fox",
				"##e", "[SEP]");
	}

	@Test
	void aWordThatCannotBeCutIsUnknownAsAWhole() throws IOException {
		assertThat(tokens("foxq a", WordPieceEngineTests::asItIs)).containsExactly("[CLS]", "[UNK]", "a", "[SEP]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4, 5 })
	void aWordThatIsTooLongIsUnknown(int longest) throws IOException {
		Consumer<ObjectNode> change = (root) -> ((ObjectNode) root.get("model")).put("max_input_chars_per_word",
				longest);
		assertThat(tokens("aaaaa", change)[1]).isEqualTo((longest < 5) ? "[UNK]" : "a");
		agree(change);
	}

	@Test
	void addedTokensAreFoundInTheTextAsItIs() throws IOException {
		assertThat(tokens("a[MASK]a [mask]", WordPieceEngineTests::asItIs)).containsExactly("[CLS]", "a", "[MASK]", "a",
				"[", "mask", "]", "[SEP]");
	}

	@Test
	void theLongestAddedTokenCounts() throws IOException {
		Consumer<ObjectNode> change = (root) -> {
			int next = TOKENS.size() + 5;
			TokenizerJson.add(root, next, "[SEP][MASK]").put("special", false);
			TokenizerJson.add(root, next + 1, "\u00C9x").put("lstrip", true);
			TokenizerJson.add(root, next + 2, "  [");
		};
		assertThat(tokens("[SEP][MASK]x \u00C9x", change)).containsExactly("[CLS]", "[SEP][MASK]", "x", "\u00C9x",
				"[SEP]");
		agree(change);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{'type':'BertProcessing','sep':['[SEP]',3],'cls':['[CLS]',2]}",
			"{'type':'RobertaProcessing','sep':['[SEP]',3],'cls':['[CLS]',2],'trim_offsets':true,'add_prefix_space':true}",
			"{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':1}},"
					+ "{'SpecialToken':{'id':'x','type_id':2}}],'pair':[{'Sequence':{'id':'A','type_id':3}},"
					+ "{'SpecialToken':{'id':'x','type_id':1}},{'SpecialToken':{'id':'x','type_id':0}},"
					+ "{'Sequence':{'id':'B','type_id':2}}],"
					+ "'special_tokens':{'x':{'id':'x','ids':[4,2],'tokens':['[MASK]','[CLS]']}}}",
			"{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':1}}],"
					+ "'pair':[{'Sequence':{'id':'A','type_id':0}},{'Sequence':{'id':'B','type_id':0}}],"
					+ "'special_tokens':{}}" })
	void specialTokensAndTypesAreThoseOfTheNativeLibrary(String postProcessor) throws IOException {
		agree((root) -> root.set("post_processor", JsonMapper.shared().readTree(postProcessor.replace('\'', '"'))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "##", "", "a", "_none" })
	void theContinuationMayBeAnything(String prefix) throws IOException {
		agree((root) -> ((ObjectNode) root.get("model")).put("continuing_subword_prefix", prefix));
	}

	@Test
	void halfASurrogatePairCountsAsTheReplacementCharacter() throws IOException {
		assertThat(tokens("\uD83D a", (root) -> ((ObjectNode) root.get("normalizer")).put("clean_text", false)))
			.containsExactly("[CLS]", "\uFFFD", "a", "[SEP]");
	}

	@Test
	void largeCallsGiveEveryTextItsTokens() throws IOException {
		List<String> texts = IntStream.range(0, 1_000).mapToObj((i) -> "a ".repeat(i % 77)).toList();
		try (TextTokenizer tokenizer = open(WordPieceEngineTests::asItIs)) {
			List<TokenizedText> spread = tokenizer.tokenize(texts, 50);
			tokenizer.stayOnCallersThread();
			List<TokenizedText> alone = tokenizer.tokenize(texts, 50);
			assertThat(spread).hasSize(1_000);
			for (int i = 0; i < texts.size(); i++) {
				assertThat(spread.get(i).untruncatedLength()).isEqualTo(i % 77 + 2);
				assertThat(spread.get(i).ids()).isEqualTo(alone.get(i).ids());
			}
		}
	}

	@Test
	void aTextCostsLittleMoreThanItsIds() throws IOException {
		List<String> text = List.of("The foxes the foxes. The [MASK] \u00E9\u0301 \uD55C\uAE00 a\u0323\u0307");
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (TextTokenizer tokenizer = open(WordPieceEngineTests::asItIs)) {
			int tokens = tokenizer.tokenize(text, 100).get(0).ids().length;
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < 1_000; i++) {
				tokenizer.tokenize(text, 100);
			}
			long allocated = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
			assertThat(allocated - 8L * tokens).isBetween(1L, 100L);
		}
	}

	@Test
	void theNativeLibraryIsNotNeeded() throws Exception {
		URL[] withoutIt = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((path) -> !path.contains("ai/djl"))
			.map(WordPieceEngineTests::url)
			.toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(withoutIt, ClassLoader.getPlatformClassLoader())) {
			Class<?> type = loader.loadClass(TextTokenizer.class.getName());
			assertThat(type.getClassLoader()).isSameAs(loader);
			Method open = type.getMethod("open", InputStream.class);
			Object tokenizer = open.invoke(null, stream(TokenizerJson.bert(TOKENS, WordPieceEngineTests::asItIs)));
			assertThat(type.getMethod("count", List.class).invoke(tokenizer, List.of("the fox"))).isEqualTo(List.of(4));
			type.getMethod("close").invoke(tokenizer);
		}
	}

	private static void asItIs(ObjectNode root) {
		// BERT's own file is what is tested.
	}

	private static void agree(Consumer<ObjectNode> change) throws IOException {
		try (TokenizerPair pair = TokenizerPair.of(TokenizerJson.bert(TOKENS, change))) {
			List<TextPair> pairs = TEXTS.stream()
				.flatMap((first) -> TEXTS.stream().map((second) -> new TextPair(first, second)))
				.toList();
			for (int maxLength : new int[] { 4, 5, 6, 100 }) {
				pair.agreeOn(TEXTS, maxLength);
				pair.agreeOnBare(TEXTS, maxLength, false);
				pair.agreeOnBare(TEXTS, maxLength, true);
				pair.agreeOnPairs(pairs, maxLength);
			}
			pair.agreeOnCounts(TEXTS);
		}
	}

	private static String[] tokens(String text, Consumer<ObjectNode> change) throws IOException {
		try (TextTokenizer tokenizer = open(change)) {
			return Arrays.stream(tokenizer.tokenize(List.of(text), 100).get(0).ids())
				.mapToObj((id) -> tokenizer.tokenOf((int) id))
				.toArray(String[]::new);
		}
	}

	private static TextTokenizer open(Consumer<ObjectNode> change) throws IOException {
		TextTokenizer tokenizer = TextTokenizer.open(stream(TokenizerJson.bert(TOKENS, change)));
		assertThat(tokenizer.usesNativeLibrary()).isFalse();
		return tokenizer;
	}

	private static InputStream stream(String json) {
		return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
	}

	private static URL url(String path) {
		try {
			return Path.of(path).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
