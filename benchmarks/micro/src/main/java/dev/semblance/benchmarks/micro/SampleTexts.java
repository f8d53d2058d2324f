package dev.semblance.benchmarks.micro;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts of a given number of words, the same in every run. Most words are common, some
 * are rare enough to become several tokens, as in real text.
 */
public final class SampleTexts {

	private static final long SEED = 42;

	private static final String[] WORDS = """
			the a of and to in is that for with on as by from this which when after between while into under
			people water river city music theory language system history science garden winter number market
			government experiment treatment temperature distribution measurement population development evidence
			shows found gives takes writes keeps reads grows moves finds increases reduces explains describes
			small large early recent strong possible different important particular independent significant
			orchestration photosynthesis microtubule randomized hippocampus refactoring garbage-collector
			Heidelberg Anna's 1987 3.14 (unpublished) state-of-the-art, however, therefore, instead. again.
			""".split("\\s+");

	private SampleTexts() {
	}

	/**
	 * Makes texts.
	 * @param count how many
	 * @param words number of words of each
	 * @return the texts
	 */
	public static List<String> of(int count, int words) {
		Random random = new Random(SEED);
		return IntStream.range(0, count).mapToObj((text) -> text(random, words)).toList();
	}

	private static String text(Random random, int words) {
		return IntStream.range(0, words)
			.mapToObj((word) -> WORDS[random.nextInt(WORDS.length)])
			.collect(Collectors.joining(" "));
	}

}
