package dev.semblance.store.pgvector.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * A whole search as one statement: the legs, their fusion, and the documents of the
 * winners only.
 *
 * @param legs the legs, each once
 * @param fusion how they become one ranking
 * @param scope which documents
 * @param limit largest number of candidates
 * @param settings how legs go about it
 */
record SearchStatement(List<LegSql> legs, Fusion fusion, Scope scope, int limit, SearchSettings settings) {

	/** Largest value that the server takes. */
	private static final int MOST_EF_SEARCH = 1000;

	/**
	 * How many times the documents that are few an index scan may look at before it gives
	 * up and every document is compared with.
	 */
	private static final int SCANNED_PER_FEW = 4;

	SqlFragment sql() {
		List<SqlFragment> expressions = new ArrayList<>();
		expressions.add(query());
		if (this.scope.isFiltered()) {
			expressions.addAll(Matching.of(this.scope, this.settings.exactBelow()));
		}
		this.legs.forEach((leg) -> expressions.addAll(leg.found()));
		if (this.legs.size() == 1) {
			return SqlFragment.of("WITH ").then(SqlFragment.join(", ", expressions)).then(ofSingleLeg());
		}
		expressions.add(found());
		expressions.addAll(FusionSql.contributions(this.fusion, this.legs, this.scope));
		expressions.add(fused());
		String columns = this.legs.stream()
			.map((leg) -> ", f.%1$s_rank, f.%1$s_score".formatted(leg.leg().label()))
			.collect(Collectors.joining());
		return SqlFragment.of("WITH ")
			.then(SqlFragment.join(", ", expressions))
			.then(" SELECT d.external_id, d.content, d.metadata::text, f.score%s FROM fused f JOIN %s d ON d.id = f.id "
				.formatted(columns, this.scope.tables().document()) + "ORDER BY f.score DESC, f.external_id");
	}

	/**
	 * What the server must be set to. Planning takes as long as a fast search, so a plan
	 * may be kept; but one that was made for any filter would not know how many documents
	 * this one leaves.
	 */
	List<Setting> serverSettings() {
		List<Setting> server = new ArrayList<>();
		if (!this.scope.isFiltered() && this.legs.size() == 1) {
			server.add(Setting.PLAN_MAY_BE_KEPT);
		}
		server.add(new Setting("jit", "off"));
		int candidates = this.legs.stream().mapToInt(LegSql::approximateCandidates).max().orElse(0);
		if (candidates > 0) {
			int efSearch = Math.min(Math.max(candidates, this.settings.efSearch()), MOST_EF_SEARCH);
			server.add(new Setting("hnsw.ef_search", Integer.toString(efSearch)));
			server.add(new Setting("hnsw.iterative_scan", "relaxed_order"));
			server.add(new Setting("hnsw.max_scan_tuples", Long.toString(Math
				.min(Math.max(20_000L, (long) SCANNED_PER_FEW * this.settings.exactBelow()), Integer.MAX_VALUE))));
		}
		return server;
	}

	/** With one leg there is nothing to fuse, and its documents are read once. */
	private String ofSingleLeg() {
		return " SELECT d.external_id, d.content, d.metadata::text, l.score, row_number() OVER (ORDER BY l.score DESC, "
				+ "d.external_id) AS rank, l.score FROM %s l JOIN %s d ON d.id = l.id ORDER BY l.score DESC, d.external_id"
					.formatted(this.legs.get(0).leg().label(), this.scope.tables().document());
	}

	private SqlFragment query() {
		List<SqlFragment> columns = this.legs.stream()
			.map((leg) -> leg.query().then(" AS " + leg.leg().label()))
			.toList();
		return SqlFragment.of("query AS MATERIALIZED (SELECT ").then(SqlFragment.join(", ", columns)).then(")");
	}

	private SqlFragment found() {
		String found = this.legs.stream()
			.map((leg) -> "SELECT '%1$s' AS leg, id, score FROM %1$s".formatted(leg.leg().label()))
			.collect(Collectors.joining(" UNION ALL "));
		return SqlFragment.of("found AS MATERIALIZED (SELECT l.leg, l.id, d.external_id, l.score, row_number() OVER "
				+ "(PARTITION BY l.leg ORDER BY l.score DESC, d.external_id) AS rank FROM (%s) l JOIN %s d ON d.id = l.id)"
					.formatted(found, this.scope.tables().document()));
	}

	private SqlFragment fused() {
		return SqlFragment.of("fused AS MATERIALIZED (SELECT id, external_id, ")
			.then(FusionSql.score(this.legs))
			.then(" AS score, %s FROM contributions GROUP BY id, external_id ORDER BY score DESC, external_id LIMIT %d)"
				.formatted(FusionSql.legColumns(this.legs), this.limit));
	}

}
