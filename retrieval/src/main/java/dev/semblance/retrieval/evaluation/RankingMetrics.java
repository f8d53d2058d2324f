package dev.semblance.retrieval.evaluation;

import java.util.List;
import java.util.Map;

/**
 * Measures of one query's ranking against its judgments, as trec_eval defines them. A
 * document is relevant if its grade is above 0; a document without a judgment is not
 * relevant. Every measure is between 0 and 1, and 0 if no document is relevant.
 *
 * @param ranking document ids, best first
 * @param grades grade by document id
 */
public record RankingMetrics(List<String> ranking, Map<String, Integer> grades) {

	/**
	 * Copies ranking and grades.
	 */
	public RankingMetrics {
		ranking = List.copyOf(ranking);
		grades = Map.copyOf(grades);
	}

	/**
	 * Normalized discounted cumulative gain: the grade is the gain, the discount is log2
	 * of rank plus one.
	 * @param depth how many ranks count
	 * @return the measure
	 */
	public double ndcg(int depth) {
		double gain = 0;
		for (int i = 0; i < Math.min(depth, this.ranking.size()); i++) {
			gain += grade(i) / discount(i);
		}
		int[] best = this.grades.values().stream().mapToInt((grade) -> Math.max(0, grade)).sorted().toArray();
		double ideal = 0;
		for (int i = 0; i < Math.min(depth, best.length); i++) {
			ideal += best[best.length - 1 - i] / discount(i);
		}
		return (ideal > 0) ? gain / ideal : 0;
	}

	/**
	 * Reciprocal rank of the first relevant document.
	 * @param depth how many ranks count
	 * @return the measure
	 */
	public double reciprocalRank(int depth) {
		for (int i = 0; i < Math.min(depth, this.ranking.size()); i++) {
			if (grade(i) > 0) {
				return 1.0 / (i + 1);
			}
		}
		return 0;
	}

	/**
	 * Average precision: the mean over all relevant documents of the precision at their
	 * ranks.
	 * @param depth how many ranks count
	 * @return the measure
	 */
	public double averagePrecision(int depth) {
		int found = 0;
		double sum = 0;
		for (int i = 0; i < Math.min(depth, this.ranking.size()); i++) {
			if (grade(i) > 0) {
				found++;
				sum += (double) found / (i + 1);
			}
		}
		return share(sum, relevant());
	}

	/**
	 * Share of the relevant documents that were found.
	 * @param depth how many ranks count
	 * @return the measure
	 */
	public double recall(int depth) {
		return share(found(depth), relevant());
	}

	/**
	 * Share of the ranks that hold a relevant document; missing ranks hold none.
	 * @param depth how many ranks count
	 * @return the measure
	 */
	public double precision(int depth) {
		return share(found(depth), depth);
	}

	private int found(int depth) {
		return (int) this.ranking.stream().limit(depth).filter((id) -> this.grades.getOrDefault(id, 0) > 0).count();
	}

	private int relevant() {
		return (int) this.grades.values().stream().filter((grade) -> grade > 0).count();
	}

	private int grade(int index) {
		return Math.max(0, this.grades.getOrDefault(this.ranking.get(index), 0));
	}

	private static double discount(int index) {
		return Math.log(index + 2) / Math.log(2);
	}

	private static double share(double part, int whole) {
		return (whole > 0) ? part / whole : 0;
	}

}
