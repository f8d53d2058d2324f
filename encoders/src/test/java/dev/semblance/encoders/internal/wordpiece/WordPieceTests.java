package dev.semblance.encoders.internal.wordpiece;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WordPieceTests {

	private static final String TEXT = "fox a\u0345";

	private final WordPiece wordPiece = new WordPiece(new AddedTokens(Map.of("[SEP]", 4)),
			new NormalizerSteps(false, true, true, false, true),
			Pieces.of(Map.of("[UNK]", 0, "fox", 1, "a", 2, "##\u0345", 3), "##", 0, 100));

	@Test
	void aTextThatFailedLeavesNothingBehind() {
		WordPieceScanner scanner = this.wordPiece.borrow();
		assertThatExceptionOfType(StringIndexOutOfBoundsException.class)
			.isThrownBy(() -> scanner.scan(TEXT, 0, TEXT.length() + 1));
		this.wordPiece.giveBack(scanner);
		assertThat(ids(TEXT)).containsExactly(1, 2, 3);
	}

	@Test
	void aScannerIsLentToOneAtATime() {
		WordPieceScanner first = this.wordPiece.borrow();
		assertThat(this.wordPiece.borrow()).isNotSameAs(first);
		this.wordPiece.giveBack(first);
		assertThat(this.wordPiece.borrow()).isSameAs(first);
	}

	@Test
	void aPartOfATextIsTakenAlone() {
		WordPieceScanner scanner = this.wordPiece.borrow();
		assertThat(scanner.scan("xfox[SEP]", 1, 4)).isOne();
		assertThat(scanner.scan("[SEP][SEP]", 0, 8)).isEqualTo(3);
	}

	@Test
	void tokensOfTwoTextsStandBehindEachOther() {
		WordPieceScanner scanner = this.wordPiece.borrow();
		scanner.scan("fox", 0, 3);
		scanner.scan("a[SEP]", 0, 6);
		long[] ids = new long[4];
		scanner.copy(1, ids, 2, 2);
		assertThat(ids).containsExactly(0, 0, 2, 4);
	}

	private long[] ids(String text) {
		WordPieceScanner scanner = this.wordPiece.borrow();
		long[] ids = new long[scanner.scan(text, 0, text.length())];
		scanner.copy(0, ids, 0, ids.length);
		return ids;
	}

}
