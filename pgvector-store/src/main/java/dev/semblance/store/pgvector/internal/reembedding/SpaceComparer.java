package dev.semblance.store.pgvector.internal.reembedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.schema.CollectionName;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.reembedding.SpaceComparison;

/**
 * Compares what a space finds with what the served one of its kind finds.
 */
final class SpaceComparer {

	private static final int MOST_QUERIES = 10_000;

	private static final int MOST_K = 1_000;

	private final SpaceSettings settings;

	private final RecordedSpace space;

	private final RecordedSpace served;

	/**
	 * Creates a comparer.
	 * @param settings what is known of the collection
	 * @param space the space
	 * @throws StoreException if none of its kind is served
	 */
	SpaceComparer(SpaceSettings settings, RecordedSpace space) {
		this.settings = settings;
		this.space = space;
		String kind = space.description().kind().label();
		this.served = SpaceRegister.served(settings.register().all(), space.description().kind())
			.orElseThrow(() -> new StoreException(
					"Collection %s serves no %s vectors.".formatted(settings.collection(), kind),
					"There is nothing to compare with: switch to the space, and evaluate it.", null));
	}

	RecordedSpace served() {
		return this.served;
	}

	/**
	 * Compares by documents that are drawn.
	 */
	SpaceComparison byDocuments(int sample, int k, long seed) {
		require(sample, k);
		SearchedSpace left = new SearchedSpace(this.settings, this.served);
		SearchedSpace right = new SearchedSpace(this.settings, this.space);
		ComparisonTally tally = new ComparisonTally(k);
		draw(sample, seed).forEach((tenant, ids) -> {
			Map<String, LegQuery> leftQueries = left.queries(tenant, ids);
			Map<String, LegQuery> rightQueries = right.queries(tenant, ids);
			for (String id : ids) {
				LegQuery leftQuery = leftQueries.get(id);
				LegQuery rightQuery = rightQueries.get(id);
				if (leftQuery != null && rightQuery != null) {
					tally.add(others(left.search(tenant, leftQuery, k + 1), id, k),
							others(right.search(tenant, rightQuery, k + 1), id, k));
				}
			}
		});
		if (tally.queries() == 0) {
			throw new StoreException("No document of collection %s has vectors in both %s and %s."
				.formatted(this.settings.collection(), this.served.table().name(), this.space.table().name()),
					"Fill the space first.", null);
		}
		return tally.result();
	}

	private static List<String> others(List<String> found, String id, int k) {
		return found.stream().filter((other) -> !other.equals(id)).limit(k).toList();
	}

	/**
	 * Compares by queries.
	 * @param ofServed the queries for the served space
	 * @param ofSpace the same for the other
	 */
	SpaceComparison byQueries(List<LegQuery> ofServed, List<LegQuery> ofSpace, int k) {
		SearchedSpace left = new SearchedSpace(this.settings, this.served);
		SearchedSpace right = new SearchedSpace(this.settings, this.space);
		ComparisonTally tally = new ComparisonTally(k);
		for (int i = 0; i < ofServed.size(); i++) {
			tally.add(left.search(this.settings.tenant(), ofServed.get(i), k),
					right.search(this.settings.tenant(), ofSpace.get(i), k));
		}
		return tally.result();
	}

	static void require(int queries, int k) {
		if (queries < 1 || queries > MOST_QUERIES) {
			throw new InvalidInputException("Spaces are to be compared by %d queries.".formatted(queries),
					"Use 1 to %d.".formatted(MOST_QUERIES));
		}
		if (k < 1 || k > MOST_K) {
			throw new InvalidInputException("Spaces are to be compared by the first %d documents.".formatted(k),
					"Use 1 to %d.".formatted(MOST_K));
		}
	}

	/** The same seed draws the same documents as long as they are there. */
	private Map<String, List<String>> draw(int sample, long seed) {
		CollectionName collection = this.settings.collection();
		SqlFragment query = SqlFragment
			.of("SELECT d.tenant, d.external_id FROM %s d JOIN %s l ON l.document_id = d.id AND l.tenant = d.tenant JOIN %s r ON r.document_id = d.id AND r.tenant = d.tenant WHERE d.collection = ?::text ORDER BY hashint8extended(d.id, ?::bigint), d.id LIMIT %d"
				.formatted(collection.qualified(new Identifier("document")), collection.qualified(this.served.table()),
						collection.qualified(this.space.table()), sample),
					SqlParameter.text(collection.name()), SqlParameter.longNumber(seed));
		return this.settings.lookingAtAll().query("drawing documents", List.of(), query, (rows) -> {
			Map<String, List<String>> drawn = new TreeMap<>();
			while (rows.next()) {
				drawn.computeIfAbsent(rows.getString(1), (tenant) -> new ArrayList<>()).add(rows.getString(2));
			}
			return drawn;
		});
	}

}
