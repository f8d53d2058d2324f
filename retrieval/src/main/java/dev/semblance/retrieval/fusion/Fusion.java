package dev.semblance.retrieval.fusion;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;

/**
 * How several legs become one ranking. Every document's fused score is the sum over the
 * legs that found it of the leg's weight times what the fusion makes of its rank or
 * score; a leg that did not find the document adds nothing.
 */
public sealed interface Fusion {

	/**
	 * Finds a fusion with its usual settings by name.
	 * @param name {@code rrf}, {@code dbsf} or {@code convex}
	 * @return the fusion
	 * @throws InvalidInputException if the name is none of these
	 */
	static Fusion named(String name) {
		return switch (name.strip()) {
			case "rrf" -> new ReciprocalRank(ReciprocalRank.DEFAULT_K);
			case "dbsf" -> new DistributionBased();
			case "convex" -> new Convex();
			default ->
				throw new InvalidInputException("Unknown fusion '%s'.".formatted(name), "Use rrf, dbsf or convex.");
		};
	}

	/**
	 * Returns what each document of a leg contributes, before the leg's weight.
	 * @param entries the leg's result, best first, not empty
	 * @return one contribution per entry
	 */
	double[] contributions(List<RankedLeg.Entry> entries);

	/**
	 * Fuses legs. With a single leg there is nothing to fuse: its order and its scores
	 * stand.
	 * @param legs the legs' results
	 * @return the documents that any leg found, best first; ties are in the order of
	 * their ids
	 */
	default List<FusedEntry> fuse(List<RankedLeg> legs) {
		Map<String, Double> scores = new HashMap<>();
		Map<String, Map<Leg, LegRank>> ranks = new HashMap<>();
		for (RankedLeg leg : legs) {
			List<RankedLeg.Entry> entries = leg.entries();
			if (entries.isEmpty()) {
				continue;
			}
			double[] contributions = (legs.size() > 1) ? contributions(entries) : scoresOf(entries);
			double weight = (legs.size() > 1) ? leg.weight() : 1;
			for (int i = 0; i < contributions.length; i++) {
				RankedLeg.Entry entry = entries.get(i);
				scores.merge(entry.id(), weight * contributions[i], Double::sum);
				ranks.computeIfAbsent(entry.id(), (id) -> new EnumMap<>(Leg.class))
					.put(leg.leg(), new LegRank(i + 1, entry.score()));
			}
		}
		return ranks.entrySet()
			.stream()
			.map((entry) -> new FusedEntry(entry.getKey(), scores.getOrDefault(entry.getKey(), 0.0), entry.getValue()))
			.sorted(Comparator.comparingDouble(FusedEntry::score).reversed().thenComparing(FusedEntry::id))
			.toList();
	}

	/**
	 * Reciprocal rank fusion: 1 / (k + rank), ranks from 1 (Cormack, Clarke and Büttcher,
	 * SIGIR 2009).
	 *
	 * @param k how flat the top is, 1 or more
	 */
	record ReciprocalRank(int k) implements Fusion {

		/** The value of the original paper. */
		public static final int DEFAULT_K = 60;

		/**
		 * Checks k.
		 */
		public ReciprocalRank {
			if (k < 1) {
				throw new InvalidInputException("The k of reciprocal rank fusion is %d.".formatted(k),
						"Use 1 or more; %d is usual.".formatted(DEFAULT_K));
			}
		}

		@Override
		public double[] contributions(List<RankedLeg.Entry> entries) {
			double[] contributions = new double[entries.size()];
			for (int i = 0; i < contributions.length; i++) {
				contributions[i] = 1 / ((double) this.k + i + 1);
			}
			return contributions;
		}

	}

	/**
	 * Distribution-based score fusion: a leg's scores are mapped so that mean minus three
	 * standard deviations is 0 and mean plus three is 1, and cut to that range. A leg
	 * whose scores are all the same contributes 0.5 for each.
	 */
	record DistributionBased() implements Fusion {

		@Override
		public double[] contributions(List<RankedLeg.Entry> entries) {
			double[] scores = scoresOf(entries);
			DoubleSummaryStatistics range = DoubleStream.of(scores).summaryStatistics();
			if (range.getMin() == range.getMax()) {
				// Rounding would give the mean a distance from scores that are all alike.
				return scaled(scores, range.getMin(), range.getMax(), 0.5);
			}
			double mean = range.getAverage();
			double variance = 0;
			for (double score : scores) {
				variance += (score - mean) * (score - mean) / scores.length;
			}
			double spread = 3 * Math.sqrt(variance);
			return scaled(scores, mean - spread, mean + spread, 0.5);
		}

	}

	/**
	 * Convex combination: a leg's scores are mapped so that its lowest is 0 and its
	 * highest is 1, and added with the legs' weights. A leg whose scores are all the same
	 * contributes 1 for each: nothing it found is better.
	 */
	record Convex() implements Fusion {

		@Override
		public double[] contributions(List<RankedLeg.Entry> entries) {
			return scaled(scoresOf(entries));
		}

		/**
		 * Maps scores so that the lowest is 0 and the highest is 1.
		 * @param scores the scores, in any order
		 * @return the mapped ones, in the same order; all 1 if they are all the same
		 */
		public static double[] scaled(double[] scores) {
			DoubleSummaryStatistics range = DoubleStream.of(scores).summaryStatistics();
			return Fusion.scaled(scores, range.getMin(), range.getMax(), 1);
		}

	}

	private static double[] scoresOf(List<RankedLeg.Entry> entries) {
		return entries.stream().mapToDouble(RankedLeg.Entry::score).toArray();
	}

	private static double[] scaled(double[] scores, double zero, double one, double ifAllSame) {
		double[] scaled = new double[scores.length];
		for (int i = 0; i < scores.length; i++) {
			double share = (one > zero) ? (scores[i] - zero) / (one - zero) : ifAllSame;
			scaled[i] = Math.min(1, Math.max(0, share));
		}
		return scaled;
	}

}
