package dev.semblance.langchain4j;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SemblanceDocumentSplitterTests {

	private static final DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
		.device(new Device.Cpu())
		.build();

	@AfterAll
	static void close() {
		encoder.close();
	}

	static List<String> hostileTexts() {
		Random random = new Random(7);
		String words = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(400);
		String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
		String noise = random.ints(20_000, 0, 0x11000)
			.mapToObj((character) -> new String(Character.toChars(character)))
			.collect(Collectors.joining());
		return List.of("word", words, words.replace(" ", ""), "a".repeat(300_000), "x1-".repeat(5000),
				family.repeat(1000), "\uD83E\uDD80".repeat(5000), "漢字かな交じり文。".repeat(800), " \n\t".repeat(9000) + "end",
				"a" + " ".repeat(50_000) + "b", "line\n".repeat(3000), "line\r\n\r\n".repeat(3000),
				"\0".repeat(2000) + "a" + "\0".repeat(2000), "\uD83D".repeat(3000), "e\u0301".repeat(4000),
				"שלום עולם ".repeat(900), noise, "... ".repeat(4000));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void noSegmentIsLongerThanTheModelReadsAndNoTextIsLost(String text) {
		List<String> segments = texts(SemblanceDocumentSplitter.forModel(encoder).split(Document.from(text)));
		assertThat(encoder.countTokens(segments, TextRole.DOCUMENT)).isNotEmpty()
			.allSatisfy((tokens) -> assertThat(tokens).isLessThanOrEqualTo(256));
		assertThat(visible(String.join("", segments))).isEqualTo(visible(text));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void theSameHoldsWithOverlapForTheWorstTokenizer(String text) {
		DenseEncoder bytes = new ByteTokenEncoder(40);
		List<String> segments = texts(SemblanceDocumentSplitter.forModel(bytes, 12).split(Document.from(text)));
		int most = 40 - "doc:".length();
		assertThat(bytes.countTokens(segments, TextRole.DOCUMENT)).isNotEmpty()
			.allSatisfy((tokens) -> assertThat(tokens).isLessThanOrEqualTo(most));
		assertThat(segments).allSatisfy((segment) -> assertThat(text).contains(segment));
		assertThat(visible(String.join("", segments))).hasSizeGreaterThanOrEqualTo(visible(text).length());
		assertThat(visible(text)).startsWith(visible(segments.get(0)))
			.endsWith(visible(segments.get(segments.size() - 1)));
	}

	@Test
	void nothingIsLostBetweenSegmentsThatOverlap() {
		String text = IntStream.range(0, 5000).mapToObj("w%d"::formatted).collect(Collectors.joining(" "));
		int position = 0;
		for (String segment : split(text, 40, 20)) {
			int start = text.indexOf(segment);
			assertThat(start).isBetween(Math.max(0, position - " ".length() - 20), position);
			position = start + segment.length() + 1;
		}
		assertThat(position).isEqualTo(text.length() + 1);
	}

	@Test
	void surrogatePairsStayTogether() {
		String crabs = "\uD83E\uDD80".repeat(200);
		assertThat(texts(SemblanceDocumentSplitter.of(new ByteTokenEncoder(512), 21, 0).split(Document.from(crabs))))
			.allSatisfy((segment) -> assertThat(segment.length() % 2).isZero());
	}

	@Test
	void aTextThatFitsIsOneSegment() {
		assertThat(texts(SemblanceDocumentSplitter.forModel(encoder).split(Document.from(" One. Two.\n\nThree. "))))
			.containsExactly("One. Two.\n\nThree.");
	}

	@Test
	void aSegmentEndsWithAParagraphIfThatIsInItsSecondHalf() {
		String text = "Aaaaaaaaaa aaaaaaaa.\n\nBbbb. Cccc.\nDddd dddd dddd.";
		assertThat(split(text, 40, 0)).containsExactly("Aaaaaaaaaa aaaaaaaa.", "Bbbb. Cccc.\nDddd dddd dddd.");
	}

	@Test
	void elseWithALineASentenceOrAWord() {
		assertThat(split("Aa.\n\nBbbbbbbb bbbbb bbb\nCccc cccc cccc cccc", 30, 0))
			.containsExactly("Aa.\n\nBbbbbbbb bbbbb bbb", "Cccc cccc cccc cccc");
		assertThat(split("Aa.\n\nBbbbbbbb bbbbb bbb. Cccc cccc cccc cccc", 30, 0))
			.containsExactly("Aa.\n\nBbbbbbbb bbbbb bbb.", "Cccc cccc cccc cccc");
		assertThat(split("Aa.\n\nBbbbbbbb bbbbb bbb cccc cccc cccc cccc", 30, 0))
			.containsExactly("Aa.\n\nBbbbbbbb bbbbb bbb cccc", "cccc cccc cccc");
	}

	@Test
	void segmentsOfAnOrdinaryTextAreAtLeastHalfFull() {
		String text = IntStream.range(0, 500)
			.mapToObj((i) -> "Sentence number %d speaks of the weather.".formatted(i))
			.collect(Collectors.joining(" "));
		List<String> segments = texts(SemblanceDocumentSplitter.forModel(encoder).split(Document.from(text)));
		List<Integer> tokens = encoder.countTokens(segments, TextRole.DOCUMENT);
		assertThat(tokens.subList(0, tokens.size() - 1)).allSatisfy((count) -> assertThat(count).isGreaterThan(128));
		assertThat(segments).allSatisfy((segment) -> assertThat(segment).startsWith("Sentence").endsWith("."));
	}

	@Test
	void anOverlapRepeatsWholeSentences() {
		assertThat(split("Aaaa aaaa. Bbbb. Cccc. Dddd dddd. Eeee.", 25, 8)).containsExactly("Aaaa aaaa. Bbbb. Cccc.",
				"Cccc. Dddd dddd. Eeee.");
	}

	@Test
	void anOverlapRepeatsWordsWhereSentencesAreTooLong() {
		assertThat(split("aaaa bbbb cccc dddd eeee ffff", 20, 5)).containsExactly("aaaa bbbb cccc dddd",
				"dddd eeee ffff");
	}

	@Test
	void segmentsHaveTheirDocumentsMetadataAndTheirNumber() {
		Document document = Document.from("aaaa bbbb cccc", Metadata.from("source", "book"));
		List<TextSegment> segments = SemblanceDocumentSplitter.of(new ByteTokenEncoder(512), 16, 0).split(document);
		assertThat(segments).containsExactly(
				TextSegment.from("aaaa bbbb", new Metadata().put("source", "book").put("index", "0")),
				TextSegment.from("cccc", new Metadata().put("source", "book").put("index", "1")));
		assertThat(document.metadata().toMap()).containsOnlyKeys("source");
	}

	@Test
	void aCharacterOfMoreTokensThanASegmentIsNamed() {
		Document crab = Document.from("ab\uD83E\uDD80");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.of(new ByteTokenEncoder(512), 9, 0).split(crab))
			.withMessage("The character U+1F980 alone has more than the 3 tokens of a segment. "
					+ "Allow segments of more tokens.");
	}

	@Test
	void aLimitWithoutRoomForATextIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.of(new ByteTokenEncoder(512), 6, 0))
			.withMessage("Segments are to have at most 6 tokens, of which prompt and special tokens take 6. "
					+ "Allow 7 or more.");
	}

	@Test
	void aLimitBeyondTheModelsIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.of(encoder, 257, 0))
			.withMessageEndingWith("reads 256. Use no more than 256.");
	}

	@Test
	void aModelWithoutMaximumLengthNeedsALimit() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.forModel(new ByteTokenEncoder(Integer.MAX_VALUE)))
			.withMessage("bytes reads texts of any length. Say how many tokens a segment may have.");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 128, Integer.MAX_VALUE })
	void anOverlapOfMoreThanHalfASegmentIsRefused(int overlap) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.forModel(encoder, overlap))
			.withMessageContaining("overlap by %d tokens. Use 0 to 127".formatted(overlap));
	}

	@Test
	void anEncoderThatCountsNoTokensIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentSplitter.forModel(new LetterCountEncoder()))
			.withMessageStartingWith("letters counts no tokens.");
	}

	private static List<String> split(String text, int tokens, int overlap) {
		int taken = "doc:".length() + 2;
		return texts(SemblanceDocumentSplitter.of(new ByteTokenEncoder(512), tokens + taken, overlap)
			.split(Document.from(text)));
	}

	private static List<String> texts(List<TextSegment> segments) {
		return segments.stream().map(TextSegment::text).toList();
	}

	private static String visible(String text) {
		return text.replaceAll("[\\x00-\\x20\\s]", "");
	}

}
