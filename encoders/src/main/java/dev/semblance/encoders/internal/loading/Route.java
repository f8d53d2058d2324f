package dev.semblance.encoders.internal.loading;

/**
 * One way of texts through a model, open for use.
 */
public interface Route extends AutoCloseable {

	/**
	 * Releases what the route holds. Does not throw.
	 */
	@Override
	void close();

}
