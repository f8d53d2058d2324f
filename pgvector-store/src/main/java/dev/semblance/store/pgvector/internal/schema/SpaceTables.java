package dev.semblance.store.pgvector.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Kind;
import dev.semblance.store.pgvector.internal.sql.Identifier;

/**
 * Makes the table of a space that is to take another's place, with the partitions and the
 * rights of the other.
 *
 * @param connection a transaction
 * @param extension where the types of vectors are
 * @param collection names the tables
 */
record SpaceTables(Connection connection, Extension extension, CollectionName collection) {

	/**
	 * Makes the table.
	 * @param wanted the space
	 * @param language the language of the schema
	 * @param spaces the collection's spaces
	 * @throws StoreException if the role does not own the documents
	 */
	void make(SpaceDescription wanted, TextSearchLanguage language, List<RecordedSpace> spaces) throws SQLException {
		TableRights rights = rights();
		rights.requireOwner();
		Identifier table = wanted.table(this.collection.name());
		Optional<RecordedSpace> replaced = replaced(spaces, wanted.kind());
		boolean partitioned = replaced.isPresent() && partitions().isPartitioned(replaced.get().table());
		SchemaScript script = new SchemaScript(this.collection.schema(), language, this.extension, partitioned);
		SchemaOpener.apply(this.connection, script.space(wanted, this.collection.name()));
		if (replaced.isPresent()) {
			rights.copy(replaced.get().table(), table);
		}
		rights.giveToOwner(table);
	}

	/**
	 * Makes the partitions that it lacks, if the role owns it.
	 * @param space the space
	 * @param spaces the collection's spaces
	 * @return how many were made
	 */
	int makePartitions(RecordedSpace space, List<RecordedSpace> spaces) throws SQLException {
		TenantPartitions partitions = partitions();
		Optional<RecordedSpace> replaced = replaced(spaces, space.description().kind());
		if (replaced.isEmpty() || !partitions.isPartitioned(space.table())
				|| !partitions.isPartitioned(replaced.get().table()) || !rights().isOwner(space.table())) {
			return 0;
		}
		int made = 0;
		for (String tenant : partitions.tenants(replaced.get().table())) {
			if (!partitions.hasOwn(space.table(), tenant)) {
				this.collection.lock().hold(this.connection);
				// Another process may have made it while this one waited.
				made += partitions.separate(space.table(), tenant) ? 1 : 0;
			}
		}
		if (made > 0) {
			rights().giveToOwner(space.table());
		}
		return made;
	}

	/** What has no predecessor takes after what stands beside it. */
	private static Optional<RecordedSpace> replaced(List<RecordedSpace> spaces, Kind kind) {
		return SpaceRegister.served(spaces, kind).or(() -> spaces.stream().filter(RecordedSpace::served).findFirst());
	}

	private TenantPartitions partitions() {
		return new TenantPartitions(this.connection, this.collection.schema());
	}

	private TableRights rights() {
		return new TableRights(this.connection, this.collection);
	}

}
