package dev.semblance.cli;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.SparseModel;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is, and what must be released after it is closed.
 */
interface StorePlace extends AutoCloseable {

	/**
	 * Opens a store for vectors of models, or makes it.
	 * @param language how texts become words
	 * @param dense the model of its dense vectors, if it keeps any
	 * @param sparse the model of its sparse vectors, if it keeps any
	 * @return the store
	 */
	DocumentStore open(String language, @Nullable DenseModel dense, @Nullable SparseModel sparse);

	/**
	 * Opens a store for whatever it was made for.
	 * @return the store
	 */
	DocumentStore openAsRecorded();

	@Override
	void close();

}
