package dev.semblance.store.pgvector.internal.filter;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.And;
import dev.semblance.retrieval.filter.MetadataFilter.Comparison;
import dev.semblance.retrieval.filter.MetadataFilter.Exists;
import dev.semblance.retrieval.filter.MetadataFilter.In;
import dev.semblance.retrieval.filter.MetadataFilter.Not;
import dev.semblance.retrieval.filter.MetadataFilter.Or;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Compiles a filter to a condition that selects the rows whose metadata it
 * {@linkplain MetadataFilter#matches matches}. Keys and values are parameters; the
 * condition's text depends on the filter's shape alone.
 */
public final class FilterSql {

	/** Most conditions and list values of a filter. */
	static final int LARGEST = 10_000;

	/** How deep conditions may lie in one another. */
	static final int DEEPEST = 100;

	/**
	 * Most parameters of a condition. A statement has at most 65,535, and uses the
	 * condition up to six times: to count, twice for each leg of vectors, and once for
	 * words.
	 */
	static final int MOST_PARAMETERS = 10_800;

	private final LeafSql leaves;

	private long size;

	private int parameters;

	private FilterSql(String metadataColumn) {
		this.leaves = new LeafSql(metadataColumn);
	}

	/**
	 * Compiles a filter.
	 * @param filter the filter
	 * @param metadataColumn a column of type <code>jsonb</code> that is never null and
	 * holds what {@link MetadataJson} writes, as it stands in the statement: a constant,
	 * never input
	 * @return a condition in parentheses that is never null
	 * @throws InvalidInputException if the filter is too large or too deep
	 */
	public static SqlFragment condition(MetadataFilter filter, String metadataColumn) {
		return new FilterSql(metadataColumn).compile(filter, 0);
	}

	private SqlFragment compile(MetadataFilter filter, int depth) {
		if (depth > DEEPEST) {
			throw new InvalidInputException("The filter's conditions lie more than %d deep.".formatted(DEEPEST),
					"Nest fewer conditions, for example by one list of many instead of pairs.");
		}
		count(filter);
		if (filter instanceof Or or) {
			return or(or, depth + 1);
		}
		if (filter instanceof And and) {
			return joined(" AND ", LeafSql.TRUE,
					and.filters().stream().map((each) -> compile(each, depth + 1)).toList());
		}
		if (filter instanceof Not not) {
			return SqlFragment.of("(NOT ").then(compile(not.filter(), depth + 1)).then(")");
		}
		if (LeafSql.isContainment(filter)) {
			return counted(this.leaves.containsAny(LeafSql.objects(filter)));
		}
		return counted((filter instanceof Exists exists) ? this.leaves.exists(exists.key())
				: this.leaves.ordered((Comparison) filter));
	}

	/**
	 * All the equalities of an alternative become one condition, which an index serves.
	 */
	private SqlFragment or(Or or, int depth) {
		List<String> objects = new ArrayList<>();
		List<SqlFragment> alternatives = new ArrayList<>();
		for (MetadataFilter filter : or.filters()) {
			if (LeafSql.isContainment(filter)) {
				count(filter);
				objects.addAll(LeafSql.objects(filter));
			}
			else {
				alternatives.add(compile(filter, depth));
			}
		}
		if (!objects.isEmpty()) {
			alternatives.add(0, counted(this.leaves.containsAny(objects)));
		}
		return joined(" OR ", LeafSql.FALSE, alternatives);
	}

	private static SqlFragment joined(String operator, SqlFragment ifNone, List<SqlFragment> conditions) {
		return conditions.isEmpty() ? ifNone
				: SqlFragment.of("(").then(SqlFragment.join(operator, conditions)).then(")");
	}

	private void count(MetadataFilter filter) {
		this.size += 1 + ((filter instanceof In in) ? in.values().size() : 0);
		if (this.size > LARGEST) {
			throw new InvalidInputException(
					"The filter has more than %d conditions and listed values.".formatted(LARGEST),
					"Ask for fewer values, or search several times.");
		}
	}

	private SqlFragment counted(SqlFragment condition) {
		this.parameters += condition.parameters().size();
		if (this.parameters > MOST_PARAMETERS) {
			throw new InvalidInputException("The filter needs more than %d parameters.".formatted(MOST_PARAMETERS),
					"Use fewer comparisons by order, which need three each, or search several times.");
		}
		return condition;
	}

}
