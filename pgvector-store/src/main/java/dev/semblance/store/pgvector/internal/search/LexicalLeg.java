package dev.semblance.store.pgvector.internal.search;

import java.util.List;

import dev.semblance.retrieval.Leg;
import dev.semblance.store.pgvector.internal.schema.TextSearchLanguage;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * The leg that compares words. Every word of the query is optional: the functions that
 * come with PostgreSQL want all of them, which no document has when somebody asks a
 * question.
 *
 * @param weight how much it counts in fusion
 * @param text the query, without NUL
 * @param language how texts become lexemes
 * @param scope which documents
 */
record LexicalLeg(double weight, String text, TextSearchLanguage language, Scope scope) implements LegSql {

	/** A lexeme as an operand: in quotes, those and backslashes within it doubled. */
	private static final String OPERAND = "chr(39) || replace(replace(lexeme, chr(92), repeat(chr(92), 2)), chr(39), "
			+ "repeat(chr(39), 2)) || chr(39)";

	@Override
	public Leg leg() {
		return Leg.LEXICAL;
	}

	@Override
	public SqlFragment query() {
		return SqlFragment
			.of("(SELECT string_agg(%s, ' | ')::tsquery FROM unnest(to_tsvector('%s'::regconfig, ?::text)))"
				.formatted(OPERAND, this.language.configuration()), SqlParameter.text(this.text));
	}

	@Override
	public List<SqlFragment> found() {
		return List.of(SqlFragment
			.of("lexical AS MATERIALIZED (SELECT d.id, %s AS score FROM %s d WHERE d.lexemes @@ (SELECT lexical FROM query)"
				.formatted(rank("d"), this.scope.tables().document()))
			.then(" AND ")
			.then(this.scope.documents())
			.then(" ORDER BY score DESC, d.id LIMIT %d)".formatted(this.scope.window())));
	}

	@Override
	public SqlFragment scoreOf(String document) {
		return SqlFragment.of("coalesce(%s, 0)".formatted(rank(document)));
	}

	@Override
	public int approximateCandidates() {
		return 0;
	}

	private static String rank(String document) {
		return "ts_rank(%s.lexemes, (SELECT lexical FROM query), 1)::float8".formatted(document);
	}

}
