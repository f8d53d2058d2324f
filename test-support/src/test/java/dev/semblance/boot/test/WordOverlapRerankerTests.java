package dev.semblance.boot.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WordOverlapReranker}.
 */
class WordOverlapRerankerTests {

	@Test
	void theScoreIsTheShareOfTheQuerysWords() {
		assertThat(new WordOverlapReranker().score("one, Two two", List.of("two one", "two", "three", "")).values())
			.containsExactly(1, 0.5, 0, 0);
	}

	@Test
	void aQueryWithoutWordsScoresNothing() {
		assertThat(new WordOverlapReranker().score("?", List.of("one")).values()).containsExactly(0);
	}

}
