package dev.semblance.cli;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts to measure with where no file is given: the same ones every time and everywhere.
 */
final class SampleTexts {

	/** What a cross-encoder compares each text with. */
	static final String QUERY = "which answer explains the old river in the north";

	private static final int COUNT = 800;

	private static final int SHORTEST = 5;

	private static final int LONGEST = 250;

	private static final long SEED = 20_240_229;

	private static final List<String> WORDS = List.of("""
			a about after again all an and answer are as at because before between book both but by came can
			city cold could country day did different do each early every explain family far first for from
			garden gave good great had hand has have heat here high home house how idea if in into is it
			know land language large last light line little long machine make many map measure memory more
			mountain moved much must name near never new night north not number of old on once one only or
			other our over paper part people place point question rain read right river road said same school
			sea second see sentence several she short should side small so some sound south station still
			stone story summer system table take than that the their them then there these they thing this
			time to together town train travel tree under until up very voice walk was water way week well
			were what when where which while who why will winter with without wood word work world would
			write year yesterday you young
			""".strip().split("\\s+"));

	private SampleTexts() {
	}

	/**
	 * Makes the texts.
	 * @return 800 texts of 5 to 250 words
	 */
	static List<String> all() {
		Random random = new Random(SEED);
		return Stream.generate(() -> text(random)).limit(COUNT).toList();
	}

	private static String text(Random random) {
		int words = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
		return Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
			.limit(words)
			.collect(Collectors.joining(" "));
	}

}
