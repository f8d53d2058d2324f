package dev.semblance.store.pgvector;

import dev.semblance.encoders.InvalidInputException;

/**
 * How HNSW indexes are built and searched. Names are those of pgvector.
 *
 * @param m connections of a vector in each layer, from 2 to 100; more find more and take
 * more space
 * @param efConstruction candidates that are looked at when a vector is added, from 2m to
 * 1000; more find more and take longer to build
 * @param efSearch candidates that a search keeps, from 1 to 1000; more find more and take
 * longer. A search for more documents keeps as many as those
 * @param buildMemory megabytes that building an index may take, if the server's
 * {@code maintenance_work_mem} is less; a graph that does not fit takes many times as
 * long
 */
public record HnswSettings(int m, int efConstruction, int efSearch, int buildMemory) {

	/** What fits most collections of up to a million documents. */
	public static final HnswSettings DEFAULT = new HnswSettings(16, 100, 100, 1024);

	private static final int MOST_EF = 1000;

	private static final int MOST_M = 100;

	/**
	 * Checks the settings.
	 */
	public HnswSettings {
		require("m", m, 2, MOST_M);
		require("efConstruction", efConstruction, 2 * m, MOST_EF);
		require("efSearch", efSearch, 1, MOST_EF);
		require("buildMemory", buildMemory, 1, 1 << 20);
	}

	/**
	 * Replaces the number of candidates that a search keeps.
	 * @param efSearch the number
	 * @return new settings
	 */
	public HnswSettings withEfSearch(int efSearch) {
		return new HnswSettings(this.m, this.efConstruction, efSearch, this.buildMemory);
	}

	private static void require(String name, int value, int lowest, int highest) {
		if (value < lowest || value > highest) {
			throw new InvalidInputException("%s of the HNSW index is %d.".formatted(name, value),
					"Use %d to %d.".formatted(lowest, highest));
		}
	}

}
