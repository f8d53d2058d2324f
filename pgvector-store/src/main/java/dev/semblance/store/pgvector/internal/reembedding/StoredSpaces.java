package dev.semblance.store.pgvector.internal.reembedding;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.DensePrecision;
import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Kind;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.schema.TenantPartitions;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.SpaceComparison;
import dev.semblance.store.pgvector.reembedding.SpaceKind;
import dev.semblance.store.pgvector.reembedding.SpaceState;

/**
 * The spaces of a collection as operators see them.
 *
 * @param settings what is known of the collection
 */
public record StoredSpaces(SpaceSettings settings) implements CollectionSpaces {

	@Override
	public List<CollectionSpace> list() {
		return this.settings.register().all().stream().map(this::described).toList();
	}

	private CollectionSpace described(RecordedSpace space) {
		String table = this.settings.collection().qualified(space.table());
		String documents = this.settings.collection().qualified(new Identifier("document"));
		SqlParameter name = SqlParameter.text(table);
		SqlFragment query = SqlFragment
			.of("SELECT (SELECT count(*) FROM %s), (SELECT count(*) FROM %s WHERE collection = ?::text), "
				.formatted(table, documents), SqlParameter.text(this.settings.collection().name()))
			.then("(SELECT sum(pg_total_relation_size(l.relid)) FROM (%s) l), i.* FROM ("
				.formatted(TenantPartitions.LEAVES), name, name)
			.then(SpaceIndexes.indexed(table))
			.then(") i");
		SpaceDescription description = space.description();
		return this.settings.lookingAtAll().query("counting vectors", List.of(), query, (rows) -> {
			rows.next();
			return new CollectionSpace(space.table().name(), kind(description.kind()), description.model(),
					description.origin().revision(), description.dimensions(),
					(description.precision() == Precision.HALF) ? DensePrecision.HALF : DensePrecision.SINGLE,
					state(space), space.servedUntil(), rows.getLong(1), rows.getLong(2) - rows.getLong(1),
					rows.getBoolean(4), rows.getLong(3));
		});
	}

	private static SpaceKind kind(Kind kind) {
		return (kind == Kind.DENSE) ? SpaceKind.DENSE : SpaceKind.SPARSE;
	}

	private static SpaceState state(RecordedSpace space) {
		if (space.served()) {
			return SpaceState.SERVED;
		}
		return (space.servedUntil() != null) ? SpaceState.FORMERLY_SERVED : SpaceState.BESIDE;
	}

	@Override
	public SpaceComparison compare(String id, int sample, int k, long seed) {
		return new SpaceComparer(this.settings, named(id)).byDocuments(sample, k, seed);
	}

	@Override
	public int buildIndexes(String id, Consumer<IndexProgress> progress) {
		return this.settings.mayCreate() ? new SpaceIndexes(this.settings, named(id)).builder().build(progress) : 0;
	}

	@Override
	public void switchTo(String id) {
		RecordedSpace space = named(id);
		new SpaceIndexes(this.settings, space).requireComplete();
		serve(space);
	}

	private void serve(RecordedSpace space) {
		new SpaceSwitch(this.settings).serve(space, SpaceSwitch.Completion.NONE);
	}

	@Override
	public String rollBack(SpaceKind kind) {
		RecordedSpace last = this.settings.register()
			.all()
			.stream()
			.filter((space) -> kind(space.description().kind()) == kind && space.servedUntil() != null)
			.max(Comparator.comparing(StoredSpaces::end))
			.orElseThrow(
					() -> new StoreException(
							"Collection %s has no %s space that was served before."
								.formatted(this.settings.collection(), (kind == SpaceKind.DENSE) ? "dense" : "sparse"),
							"Switch to a space by its id.", null));
		// What was good enough to be served is good enough to go back to.
		serve(last);
		return last.table().name();
	}

	private static Instant end(RecordedSpace space) {
		return (space.servedUntil() != null) ? space.servedUntil() : Instant.MIN;
	}

	@Override
	public void drop(String id) {
		this.settings.register().drop(id);
	}

	private RecordedSpace named(String id) {
		return this.settings.register().named(this.settings.register().all(), id);
	}

}
