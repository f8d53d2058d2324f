package dev.semblance.store.pgvector.internal.search;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.retrieval.Leg;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * A leg that compares vectors, dense or sparse.
 * <p>
 * An index is asked where there is one. It is not, and every vector in scope is compared
 * with, where a filter leaves few documents, and where the index came up with fewer than
 * asked for: a graph has parts that are out of reach, and vectors of zeros are in none.
 * Which of it happens is decided while the statement runs, by what it has counted so far;
 * what is not wanted is planned, but never run.
 *
 * @param leg which leg it is
 * @param weight how much it counts in fusion
 * @param query what is compared with
 * @param table the table of the vectors
 * @param comparison how vectors are compared
 * @param access how they are reached
 * @param scope which documents
 */
record VectorLeg(Leg leg, double weight, SqlFragment query, String table, VectorComparison comparison,
		VectorAccess access, Scope scope) implements LegSql {

	private static final String EMBEDDING = "v.embedding";

	@Override
	public List<SqlFragment> found() {
		List<SqlFragment> expressions = new ArrayList<>();
		List<String> results = new ArrayList<>();
		List<String> conditions = new ArrayList<>();
		if (this.scope.isFiltered()) {
			expressions.add(part("few", amongMatching(), List.of(Matching.FEW)));
			results.add("SELECT id, distance FROM " + name("few"));
			conditions.add("NOT " + Matching.FEW);
		}
		if (isIndexed()) {
			expressions.add(part("near", amongProposed(), conditions));
			results.add("SELECT id, distance FROM %s WHERE NOT %s".formatted(name("near"), nearIsShort()));
			conditions.add(nearIsShort());
		}
		expressions.add(part("all", amongAll(), conditions));
		results.add("SELECT id, distance FROM " + name("all"));
		expressions.add(SqlFragment.of("%s AS MATERIALIZED (SELECT id, %s AS score FROM (%s) found%s)".formatted(
				this.leg.label(), this.comparison.score("distance"), String.join(" UNION ALL ", results), positive())));
		return expressions;
	}

	@Override
	public SqlFragment scoreOf(String document) {
		return SqlFragment.of("(SELECT %1$s FROM %2$s v WHERE v.document_id = %3$s.id AND v.tenant = %3$s.tenant)"
			.formatted(this.comparison.score(distance()), this.table, document));
	}

	@Override
	public int approximateCandidates() {
		return isIndexed() ? proposed() : 0;
	}

	private SqlFragment amongMatching() {
		return SqlFragment
			.of("SELECT v.document_id AS id, %s AS distance FROM matching m JOIN %s v ON v.document_id = m.id AND "
				.formatted(distance(), this.table))
			.then(this.scope.vectors("v"))
			.then(nearest());
	}

	private SqlFragment amongProposed() {
		return SqlFragment.of("SELECT v.document_id AS id, %s AS distance FROM (".formatted(distance()))
			.then("SELECT v.document_id, v.embedding FROM %s v WHERE ".formatted(this.table))
			.then(this.scope.vectorsLookedUp("v"))
			.then(" ORDER BY %s LIMIT %d) v".formatted(indexOrder(), proposed()))
			.then(nearest());
	}

	private SqlFragment amongAll() {
		SqlFragment all = SqlFragment
			.of("SELECT v.document_id AS id, %s AS distance FROM %s v".formatted(distance(), this.table));
		if (this.scope.isFiltered()) {
			all = all.then(" JOIN %s d ON d.id = v.document_id WHERE ".formatted(this.scope.tables().document()))
				.then(this.scope.documents())
				.then(" AND ");
		}
		else {
			all = all.then(" WHERE ");
		}
		return all.then(this.scope.vectors("v")).then(nearest());
	}

	private boolean isIndexed() {
		return !(this.access instanceof VectorAccess.Scan);
	}

	private int proposed() {
		return (this.access instanceof VectorAccess.SignIndex) ? VectorAccess.SignIndex.proposed(this.scope.window())
				: this.scope.window();
	}

	/** Must be the expression of the index, or the index is not used. */
	private String indexOrder() {
		return (this.access instanceof VectorAccess.SignIndex index) ? index.signs().order(EMBEDDING, wanted())
				: this.comparison.order(EMBEDDING, wanted());
	}

	private String distance() {
		return this.comparison.distance(EMBEDDING, wanted());
	}

	private String wanted() {
		return "(SELECT %s FROM query)".formatted(this.leg.label());
	}

	private String nearest() {
		return " ORDER BY distance, id LIMIT %d".formatted(this.scope.window());
	}

	/** Sparse vectors that have nothing in common are not found. */
	private String positive() {
		return (this.leg == Leg.SPARSE) ? " WHERE distance < 0" : "";
	}

	private String nearIsShort() {
		return "((SELECT count(*) FROM %s%s) < %d)".formatted(name("near"), positive(), this.scope.window());
	}

	/**
	 * The conditions stand outside of the limit, above all that a plan may have below:
	 * within, they would not keep it from starting parallel workers.
	 */
	private SqlFragment part(String part, SqlFragment definition, List<String> conditions) {
		SqlFragment guarded = conditions.isEmpty() ? definition
				: SqlFragment.of("SELECT id, distance FROM (")
					.then(definition)
					.then(") found WHERE " + String.join(" AND ", conditions));
		return SqlFragment.of(name(part) + " AS MATERIALIZED (").then(guarded).then(")");
	}

	private String name(String part) {
		return this.leg.label() + "_" + part;
	}

}
