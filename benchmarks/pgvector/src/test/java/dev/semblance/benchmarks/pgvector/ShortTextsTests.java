package dev.semblance.benchmarks.pgvector;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class ShortTextsTests {

	private final ShortTexts texts = new ShortTexts();

	@Test
	void sentencesComeBeforeHalves() {
		this.texts.add(new Document("a", "One two three four five six seven eight. Nine ten eleven twelve."));
		this.texts.add(new Document("b", "Red green blue and grey."));
		assertThat(this.texts.take(3)).extracting(ShortText::text)
			.containsExactly("One two three four five six seven eight.", "Nine ten eleven twelve.",
					"Red green blue and grey.");
	}

	@Test
	void halvesStandBehindTheirSentence() {
		this.texts.add(new Document("a", "One two three four five six seven eight. Nine ten eleven twelve."));
		assertThat(this.texts.take(4)).extracting(ShortText::position, ShortText::text)
			.containsExactly(tuple(0, "One two three four five six seven eight."), tuple(1, "One two three four"),
					tuple(2, "five six seven eight."), tuple(3, "Nine ten eleven twelve."));
	}

	@Test
	void neitherQueriesNorRepetitionsAreTaken() {
		this.texts.reserve("Who was it then");
		this.texts.add(new Document("a", "Who was it, then? Nobody at all came. NOBODY at all came! And so it ends."));
		assertThat(this.texts.take(2)).extracting(ShortText::text)
			.containsExactly("Nobody at all came.", "And so it ends.");
	}

	@Test
	void aCorpusMayBeTooSmall() {
		this.texts.add(new Document("a", "One two three four."));
		assertThatThrownBy(() -> this.texts.take(2)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("only 1 texts");
	}

	@Test
	void idsAreStable() {
		assertThat(List.of(new ShortText("a", 1, "x").id(), new ShortText("a", 2, "x").id())).doesNotHaveDuplicates()
			.first()
			.isEqualTo(new ShortText("a", 1, "y").id());
	}

}
