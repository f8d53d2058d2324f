package dev.semblance.retrieval.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads sentence pairs with gold scores: {@code score TAB sentence1 TAB sentence2} on
 * each line, no header, no quoting.
 */
public final class StsDataset {

	private StsDataset() {
	}

	/**
	 * Reads all pairs of a file.
	 * @param file the file
	 * @return the pairs, in the order of the file
	 * @throws InvalidInputException if the file cannot be read or a line is malformed
	 */
	public static List<Pair> read(Path file) {
		List<Pair> pairs = new ArrayList<>();
		try (LineReader<Pair> reader = new LineReader<>(file, StsDataset::parse)) {
			reader.forEachRemaining(pairs::add);
		}
		return pairs;
	}

	private static Pair parse(String line, LinePlace place) {
		String[] fields = line.split("\t", -1);
		if (fields.length == 3) {
			try {
				double score = Double.parseDouble(fields[0]);
				if (Double.isFinite(score)) {
					return new Pair(score, fields[1], fields[2]);
				}
			}
			catch (NumberFormatException ex) {
				throw malformed(line, place, ex);
			}
		}
		throw malformed(line, place, null);
	}

	private static InvalidInputException malformed(String line, LinePlace place, @Nullable Throwable cause) {
		return place.complaint("not a scored pair: '%s'".formatted(LinePlace.excerpt(line)),
				"Write a finite score, first sentence and second sentence, separated by tabs.", cause);
	}

	/**
	 * Two sentences and how alike people found them.
	 *
	 * @param score the gold score
	 * @param first the first sentence
	 * @param second the second sentence
	 */
	public record Pair(double score, String first, String second) {
	}

}
