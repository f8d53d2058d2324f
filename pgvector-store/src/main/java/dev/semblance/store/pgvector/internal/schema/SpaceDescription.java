package dev.semblance.store.pgvector.internal.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What the vectors of one table must share to be comparable.
 *
 * @param kind dense or sparse
 * @param model name of the model that makes them
 * @param origin what else is known of the model
 * @param dimensions length of every vector
 * @param similarity how vectors are compared
 * @param precision how their numbers are kept
 */
public record SpaceDescription(Kind kind, String model, ModelOrigin origin, int dimensions,
		SimilarityFunction similarity, Precision precision) {

	/** Dense or sparse. */
	public enum Kind {

		/** Every dimension is kept. */
		DENSE,

		/** Only the dimensions that are not zero are kept. */
		SPARSE;

		/**
		 * Returns the word for it.
		 * @return the word
		 */
		public String label() {
			return this == DENSE ? "dense" : "sparse";
		}

		static Kind labelled(String label) {
			return label.equals(SPARSE.label()) ? SPARSE : DENSE;
		}

	}

	/** How the numbers of vectors are kept. */
	public enum Precision {

		/** 32 bits. */
		SINGLE,

		/** 16 bits. */
		HALF;

		String label() {
			return this == SINGLE ? "single" : "half";
		}

		static Precision labelled(String label) {
			return label.equals(HALF.label()) ? HALF : SINGLE;
		}

	}

	/**
	 * Describes dense vectors.
	 * @param space their space
	 * @param origin what else is known of the model
	 * @param precision how their numbers are kept
	 * @return the description
	 */
	public static SpaceDescription dense(EmbeddingSpace space, ModelOrigin origin, Precision precision) {
		return new SpaceDescription(Kind.DENSE, space.model(), origin, space.dimensions(), space.similarity(),
				precision);
	}

	/**
	 * Describes sparse vectors.
	 * @param space their space
	 * @param origin what else is known of the model
	 * @return the description
	 */
	public static SpaceDescription sparse(SparseSpace space, ModelOrigin origin) {
		return new SpaceDescription(Kind.SPARSE, space.model(), origin, space.dimensions(), SimilarityFunction.DOT,
				Precision.SINGLE);
	}

	/**
	 * Returns the space of dense vectors.
	 * @return the space
	 */
	public EmbeddingSpace embeddingSpace() {
		return new EmbeddingSpace(this.model, this.dimensions, this.similarity);
	}

	/**
	 * Returns the space of sparse vectors.
	 * @return the space
	 */
	public SparseSpace sparseSpace() {
		return new SparseSpace(this.model, this.dimensions);
	}

	/**
	 * Returns the name of the table for a collection's vectors of this space. The length
	 * keeps the parts apart.
	 */
	Identifier table(String collection) {
		return DigestedName.of(this.kind.label(), collection.length() + ":" + collection + this);
	}

	/**
	 * Tells whether vectors of another description can be compared with these. What
	 * either side does not know is not held against the other.
	 * @param other the other description
	 * @return whether they can
	 */
	public boolean sameAs(SpaceDescription other) {
		return this.kind == other.kind && this.model.equals(other.model) && this.dimensions == other.dimensions
				&& this.similarity == other.similarity && this.precision == other.precision
				&& this.origin.agreesWith(other.origin);
	}

	@Override
	public String toString() {
		Map<String, @Nullable Object> parts = new LinkedHashMap<>();
		parts.put("revision", this.origin.revision());
		parts.put("sha256", this.origin.sha256());
		parts.put("pooling", this.origin.pooling());
		parts.put("prompts", this.origin.prompts());
		parts.values().removeIf(Objects::isNull);
		StringBuilder text = new StringBuilder("%s (%s, %d dimensions, %s, %s precision".formatted(this.model,
				this.kind.label(), this.dimensions, this.similarity.modelName(), this.precision.label()));
		parts.forEach((name, value) -> text.append(", ").append(name).append(' ').append(value));
		return text.append(')').toString();
	}

}
