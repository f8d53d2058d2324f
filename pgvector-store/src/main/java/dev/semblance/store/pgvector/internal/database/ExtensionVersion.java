package dev.semblance.store.pgvector.internal.database;

import java.util.Comparator;
import java.util.Optional;

/**
 * A version of pgvector.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number
 */
public record ExtensionVersion(int major, int minor, int patch) implements Comparable<ExtensionVersion> {

	/** The first with iterative index scans. */
	public static final ExtensionVersion OLDEST_SUPPORTED = new ExtensionVersion(0, 8, 0);

	/**
	 * The first whose parallel index build does not overflow a buffer (CVE-2026-3172).
	 */
	static final ExtensionVersion SAFE_PARALLEL_BUILD = new ExtensionVersion(0, 8, 2);

	/** The first whose vacuum leaves HNSW indexes whole. */
	public static final ExtensionVersion SAFE_VACUUM = new ExtensionVersion(0, 8, 4);

	/**
	 * Reads a version.
	 * @param text the version as the catalogue has it
	 * @return the version
	 */
	public static ExtensionVersion parse(String text) {
		int[] numbers = new int[3];
		String[] parts = text.split("[^0-9]+");
		for (int i = 0; i < Math.min(parts.length, numbers.length); i++) {
			numbers[i] = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
		}
		return new ExtensionVersion(numbers[0], numbers[1], numbers[2]);
	}

	/**
	 * Tells whether several processes may build one index together.
	 * @return whether they may
	 */
	public boolean hasSafeParallelBuild() {
		return compareTo(SAFE_PARALLEL_BUILD) >= 0;
	}

	/**
	 * Returns what is known to be wrong with this version.
	 * @return the defects, in whole sentences, if there are any
	 */
	public Optional<String> defect() {
		if (compareTo(SAFE_PARALLEL_BUILD) < 0) {
			return Optional.of("pgvector %s can overflow a buffer when it builds an index in parallel (CVE-2026-3172), "
				.formatted(this) + "so the store builds with one process; vacuum can damage its HNSW indexes.");
		}
		if (compareTo(SAFE_VACUUM) < 0) {
			return Optional.of("Vacuum can damage the HNSW indexes of pgvector %s.".formatted(this));
		}
		return Optional.empty();
	}

	/**
	 * Returns what an operator should know about this version.
	 * @return the warning, if there is one
	 */
	Optional<String> warning() {
		return defect().map((defect) -> "%s Update to %s or later.".formatted(defect, SAFE_VACUUM));
	}

	@Override
	public int compareTo(ExtensionVersion other) {
		return Comparator.comparingInt(ExtensionVersion::major)
			.thenComparingInt(ExtensionVersion::minor)
			.thenComparingInt(ExtensionVersion::patch)
			.compare(this, other);
	}

	@Override
	public String toString() {
		return "%d.%d.%d".formatted(this.major, this.minor, this.patch);
	}

}
