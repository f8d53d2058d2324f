package dev.semblance.encoders.internal.cache;

/**
 * Brings files of a hub into the cache.
 */
@FunctionalInterface
public interface FileFetcher {

	/**
	 * Makes sure that a file is in the cache.
	 * @param snapshot the commit it belongs to, which knows the file afterwards
	 * @param path its path
	 */
	void fetch(Snapshot snapshot, String path);

}
