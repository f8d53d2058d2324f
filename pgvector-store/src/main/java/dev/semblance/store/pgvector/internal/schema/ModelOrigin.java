package dev.semblance.store.pgvector.internal.schema;

import java.util.Map;
import java.util.TreeMap;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseModel;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model beyond its name. Two models of one name that differ in any of
 * it make vectors that cannot be compared.
 *
 * @param revision the revision of its files
 * @param sha256 digest of its files
 * @param pooling how it makes one vector of many
 * @param prompts prefixes of its texts, by name
 */
public record ModelOrigin(@Nullable String revision, @Nullable String sha256, @Nullable String pooling,
		@Nullable Map<String, String> prompts) {

	/** Nothing is known. */
	public static final ModelOrigin UNKNOWN = new ModelOrigin(null, null, null, null);

	/**
	 * Copies the prompts and brings them into order.
	 */
	public ModelOrigin {
		prompts = (prompts != null) ? new TreeMap<>(prompts) : null;
	}

	/**
	 * Takes what a dense model tells of itself.
	 * @param model the model
	 * @return what is known
	 */
	public static ModelOrigin of(DenseModel model) {
		return of(model.version(), model.pooling(), model.prompts());
	}

	/**
	 * Takes what a sparse model tells of itself.
	 * @param model the model
	 * @return what is known
	 */
	public static ModelOrigin of(SparseModel model) {
		return of(model.version(), null, model.prompts());
	}

	private static ModelOrigin of(ModelVersion version, @Nullable String pooling, Prompts prompts) {
		return new ModelOrigin(version.revision(), version.sha256(), pooling, prompts.byName());
	}

	/**
	 * Adds the revision.
	 * @param revision the revision of the model's files; {@code null} for what is known
	 * @return what is known then
	 */
	public ModelOrigin withRevision(@Nullable String revision) {
		return (revision != null) ? new ModelOrigin(revision, this.sha256, this.pooling, this.prompts) : this;
	}

	/**
	 * Tells whether another knows something that this does not.
	 */
	boolean lacksSomethingOf(ModelOrigin other) {
		return (this.revision == null && other.revision != null) || (this.sha256 == null && other.sha256 != null)
				|| (this.pooling == null && other.pooling != null) || (this.prompts == null && other.prompts != null);
	}

	boolean agreesWith(ModelOrigin other) {
		return hasFilesOf(other) && agree(this.pooling, other.pooling) && agree(this.prompts, other.prompts);
	}

	/** A revision may change a model's description only. */
	private boolean hasFilesOf(ModelOrigin other) {
		boolean digested = this.sha256 != null && other.sha256 != null;
		return digested ? agree(this.sha256, other.sha256) : agree(this.revision, other.revision);
	}

	private static boolean agree(@Nullable Object left, @Nullable Object right) {
		return left == null || right == null || left.equals(right);
	}

}
