package dev.semblance.samples.search;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnippetTests {

	private static final String FILLER = "This sentence is here to take up room and says nothing. ";

	@Test
	void aShortTextIsShownWhole() {
		Snippet snippet = snippet("Threads\n wait  for locks.", "waiting");
		assertThat(snippet.text()).isEqualTo("Threads wait for locks.");
		assertThat(marked(snippet)).containsExactly("wait");
	}

	@Test
	void theSentenceThatAnswersIsShownOfALongText() {
		Snippet snippet = snippet(FILLER.repeat(50) + "A deadlock needs two locks. " + FILLER.repeat(50),
				"How do deadlocks arise?");
		assertThat(snippet.text()).startsWith("… A deadlock needs two locks.").endsWith(" …");
		assertThat(marked(snippet)).containsExactly("deadlock");
	}

	@Test
	void wordsThatMeanNothingAreNotMarked() {
		assertThat(marked(snippet("The lock is held by the thread.", "is the thread there"))).containsExactly("thread");
	}

	@Test
	void aTextWithoutWordsOfTheQueryIsShownFromItsBeginning() {
		Snippet snippet = snippet(FILLER.repeat(20), "deadlock");
		assertThat(snippet.text()).startsWith("This sentence").endsWith(" …");
		assertThat(snippet.marks()).isEmpty();
	}

	@Test
	void aTextWithoutBlanksIsNotCutInsideACharacter() {
		Snippet snippet = snippet("a" + "😀".repeat(1_000), "x");
		assertThat(snippet.text()).matches("a(😀)+ …");
	}

	@Test
	void aWordDeepInAnEndlessSentenceIsShown() {
		Snippet snippet = snippet("filler ".repeat(1_000) + "deadlock " + "filler ".repeat(1_000), "deadlock");
		assertThat(marked(snippet)).containsExactly("deadlock");
	}

	@Test
	void markupStaysText() {
		assertThat(snippet("<script>alert('lock')</script>", "lock").text())
			.isEqualTo("<script>alert('lock')</script>");
	}

	@Test
	void anEmptyTextHasAnEmptySnippet() {
		assertThat(snippet("", "lock")).isEqualTo(new Snippet("", List.of()));
	}

	private static Snippet snippet(String text, String query) {
		return Snippet.of(text, new QueryWords(query));
	}

	private static List<String> marked(Snippet snippet) {
		return snippet.marks()
			.stream()
			.map((mark) -> snippet.text().substring(mark.start(), mark.end()).toLowerCase(Locale.ROOT))
			.toList();
	}

}
