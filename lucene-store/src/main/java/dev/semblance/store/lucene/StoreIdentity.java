package dev.semblance.store.lucene;

import java.util.HashMap;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What an index was made for. It is recorded in every commit, because vectors of another
 * model and words cut in another way would be found by accident only.
 *
 * @param space the space of the dense vectors, if there are any
 * @param sparseSpace the space of the sparse vectors, if there are any
 * @param language the lexical analysis
 */
record StoreIdentity(@Nullable EmbeddingSpace space, @Nullable SparseSpace sparseSpace, String language) {

	private static final String FORMAT = "semblance.format";

	/** Counts the changes of the fields that older code could not read or keep up. */
	private static final String FORMAT_VERSION = "1";

	/**
	 * With sparse vectors, which code that knows the first format only would leave out.
	 */
	private static final String SPARSE_FORMAT_VERSION = "2";

	private static final String LANGUAGE = "semblance.language";

	private static final String MODEL = "semblance.model";

	private static final String DIMENSIONS = "semblance.dimensions";

	private static final String SIMILARITY = "semblance.similarity";

	private static final String SPARSE_MODEL = "semblance.sparse.model";

	private static final String SPARSE_DIMENSIONS = "semblance.sparse.dimensions";

	Map<String, String> toCommitData() {
		Map<String, String> data = new HashMap<>();
		data.put(FORMAT, (this.sparseSpace != null) ? SPARSE_FORMAT_VERSION : FORMAT_VERSION);
		data.put(LANGUAGE, this.language);
		if (this.space != null) {
			data.put(MODEL, this.space.model());
			data.put(DIMENSIONS, Integer.toString(this.space.dimensions()));
			data.put(SIMILARITY, this.space.similarity().modelName());
		}
		if (this.sparseSpace != null) {
			data.put(SPARSE_MODEL, this.sparseSpace.model());
			data.put(SPARSE_DIMENSIONS, Integer.toString(this.sparseSpace.dimensions()));
		}
		return data;
	}

	/**
	 * Checks that an index was made for this.
	 */
	void requireMadeFor(Map<String, String> commitData, IndexLocation location) {
		StoreIdentity recorded = recordedIn(commitData, location);
		if (!equals(recorded)) {
			throw new StoreException("%s was made for %s, but is opened for %s.".formatted(location, recorded, this),
					"Open it as it was made, or ingest the documents again into another directory.", null);
		}
	}

	/**
	 * Reads what an index was made for.
	 */
	static StoreIdentity recordedIn(Map<String, String> commitData, IndexLocation location) {
		String format = commitData.get(FORMAT);
		if (format == null) {
			throw new StoreException("%s holds a Lucene index of another application.".formatted(location),
					"Use a directory of its own.", null);
		}
		if (!format.equals(FORMAT_VERSION) && !format.equals(SPARSE_FORMAT_VERSION)) {
			throw new StoreException("%s has format %s, this version reads format %s and %s.".formatted(location,
					format, FORMAT_VERSION, SPARSE_FORMAT_VERSION),
					"Ingest the documents again into another directory.", null);
		}
		return fromCommitData(commitData, location);
	}

	private static StoreIdentity fromCommitData(Map<String, String> data, IndexLocation location) {
		try {
			String model = data.get(MODEL);
			EmbeddingSpace space = (model == null) ? null
					: new EmbeddingSpace(model, Integer.parseInt(data.getOrDefault(DIMENSIONS, "")),
							SimilarityFunction.named(data.getOrDefault(SIMILARITY, "")));
			String sparseModel = data.get(SPARSE_MODEL);
			SparseSpace sparseSpace = (sparseModel == null) ? null
					: new SparseSpace(sparseModel, Integer.parseInt(data.getOrDefault(SPARSE_DIMENSIONS, "")));
			return new StoreIdentity(space, sparseSpace, data.getOrDefault(LANGUAGE, ""));
		}
		catch (IllegalArgumentException | InvalidInputException ex) {
			throw location.damaged(ex);
		}
	}

	@Override
	public String toString() {
		String vectors = (this.space != null) ? this.space.toString() : "no dense vectors";
		return "%s and language %s".formatted((this.sparseSpace != null) ? vectors + ", " + this.sparseSpace : vectors,
				this.language);
	}

}
