package dev.semblance.store.pgvector.internal.search;

import java.util.List;
import java.util.stream.Collectors;

import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Fusion within the statement, as {@link Fusion} defines it. It starts from
 * <code>found</code> (leg, id, external_id, score, rank) and ends with
 * <code>contributions</code> (leg, id, external_id, score, rank, contribution); score and
 * rank are null where the leg did not find the document.
 */
final class FusionSql {

	/** How a leg's scores lie: its columns are taken by the contributions. */
	private static final String DISTRIBUTION = "min(score) OVER leg AS lowest, max(score) OVER leg AS highest, "
			+ "avg(score) OVER leg AS mean, 3 * stddev_pop(score) OVER leg AS spread";

	private FusionSql() {
	}

	static List<SqlFragment> contributions(Fusion fusion, List<LegSql> legs, Scope scope) {
		if (fusion instanceof Fusion.ReciprocalRank reciprocalRank) {
			return List.of(contributions("found",
					SqlFragment.of("1::float8 / (?::integer + rank)", SqlParameter.integer(reciprocalRank.k()))));
		}
		if (fusion instanceof Fusion.DistributionBased) {
			return List.of(
					SqlFragment.of("distributed AS (SELECT *, %s FROM found WINDOW leg AS (PARTITION BY leg))"
						.formatted(DISTRIBUTION)),
					contributions("distributed",
							SqlFragment.of("CASE WHEN lowest = highest OR spread = 0 THEN 0.5 ELSE "
									+ "least(1, greatest(0, (score - (mean - spread)) / (2 * spread))) END")));
		}
		return List.of(completed(legs, scope), SqlFragment
			.of("scaled AS (SELECT leg, id, external_id, score, rank, CASE WHEN max(score) OVER leg IS NULL THEN 0 WHEN max(full_score) OVER leg = "
					+ "min(full_score) OVER leg THEN 1 ELSE (full_score - min(full_score) OVER leg) / "
					+ "(max(full_score) OVER leg - min(full_score) OVER leg) END AS share "
					+ "FROM completed WINDOW leg AS (PARTITION BY leg))"),
				contributions("scaled", SqlFragment.of("coalesce(share, 0)")));
	}

	/**
	 * The score in every leg of what any leg has found.
	 */
	private static SqlFragment completed(List<LegSql> legs, Scope scope) {
		List<SqlFragment> scores = legs.stream()
			.map((leg) -> SqlFragment.of("('%s', ".formatted(leg.leg().label())).then(leg.scoreOf("d")).then(")"))
			.toList();
		return SqlFragment
			.of("completed AS MATERIALIZED (SELECT full_scores.leg, c.id, c.external_id, f.score, f.rank, "
					+ "coalesce(f.score, full_scores.full_score) AS full_score "
					+ "FROM (SELECT DISTINCT id, external_id FROM found) c JOIN %s d ON d.id = c.id "
						.formatted(scope.tables().document())
					+ "CROSS JOIN LATERAL (VALUES ")
			.then(SqlFragment.join(", ", scores))
			.then(") AS full_scores (leg, full_score) "
					+ "LEFT JOIN found f ON f.leg = full_scores.leg AND f.id = c.id)");
	}

	private static SqlFragment contributions(String source, SqlFragment contribution) {
		return SqlFragment.of("contributions AS (SELECT leg, id, external_id, score, rank, ")
			.then(contribution)
			.then(" AS contribution FROM %s)".formatted(source));
	}

	/**
	 * The sum over the legs, always in their order, so that equal documents are equal to
	 * the last bit.
	 */
	static SqlFragment score(List<LegSql> legs) {
		return SqlFragment.join(" + ",
				legs.stream()
					.map((leg) -> SqlFragment.of("?::float8 * coalesce(max(contribution) FILTER (WHERE leg = '%s'), 0)"
						.formatted(leg.leg().label()), SqlParameter.real(leg.weight())))
					.toList());
	}

	static String legColumns(List<LegSql> legs) {
		return legs.stream()
			.map((leg) -> "max(rank) FILTER (WHERE leg = '%1$s') AS %1$s_rank, max(score) FILTER (WHERE leg = '%1$s') AS %1$s_score"
				.formatted(leg.leg().label()))
			.collect(Collectors.joining(", "));
	}

}
