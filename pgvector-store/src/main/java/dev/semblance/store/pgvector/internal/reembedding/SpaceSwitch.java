package dev.semblance.store.pgvector.internal.reembedding;

import java.sql.Connection;
import java.sql.SQLException;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;

/**
 * Serves another space, in one transaction.
 *
 * @param settings what is known of the collection
 */
record SpaceSwitch(SpaceSettings settings) {

	/**
	 * Serves a space, if it is not served already.
	 * @param space the space
	 * @param completion gives vectors to those that lack one, while nobody writes
	 * @throws StoreException if documents lack vectors even then
	 */
	void serve(RecordedSpace space, Completion completion) {
		SpaceRegister register = this.settings.register();
		// Who does not know whether it was done does it once more, to no effect.
		this.settings.lookingAtAll()
			.inTransaction("switching to space %s".formatted(space.table().name()), Repetition.ALWAYS, (connection) -> {
				this.settings.collection().lock().hold(connection);
				register.requireKept(connection, space);
				boolean served = register.all(connection)
					.stream()
					.anyMatch((one) -> one.served() && one.table().equals(space.table()));
				if (!served) {
					if (!completion.complete(connection)) {
						requireComplete(connection, space);
					}
					register.serve(connection, space);
				}
				return !served;
			});
	}

	private void requireComplete(Connection connection, RecordedSpace space) throws SQLException {
		long lacking = new LackingDocuments(this.settings.collection(), space).count(connection);
		if (lacking > 0) {
			throw new StoreException(
					"%d documents of collection %s lack vectors in space %s.".formatted(lacking,
							this.settings.collection(), space.table().name()),
					"Re-embed with model %s, which fills in what is missing, and switch then."
						.formatted(space.description().model()),
					null);
		}
	}

	/**
	 * Gives vectors to those that lack one.
	 */
	@FunctionalInterface
	interface Completion {

		/** Leaves what lacks vectors as it is. */
		Completion NONE = (connection) -> false;

		/**
		 * Does it.
		 * @param connection a transaction that holds the collection's lock
		 * @return whether it is known that none lacks one then
		 */
		boolean complete(Connection connection) throws SQLException;

	}

}
