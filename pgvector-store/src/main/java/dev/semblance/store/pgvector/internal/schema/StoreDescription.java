package dev.semblance.store.pgvector.internal.schema;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What a store is opened for.
 *
 * @param schema the schema of its tables
 * @param collection the collection within it
 * @param language how texts become lexemes
 * @param dense its dense vectors, if it keeps any
 * @param sparse its sparse vectors, if it keeps any
 */
public record StoreDescription(Identifier schema, String collection, TextSearchLanguage language,
		@Nullable SpaceDescription dense, @Nullable SpaceDescription sparse) {

	List<SpaceDescription> spaces() {
		return Stream.of(this.dense, this.sparse).filter(Objects::nonNull).toList();
	}

	boolean sameAs(StoreDescription other) {
		return same(this.dense, other.dense) && same(this.sparse, other.sparse) && this.language.equals(other.language);
	}

	private static boolean same(@Nullable SpaceDescription left, @Nullable SpaceDescription right) {
		return (left != null && right != null) ? left.sameAs(right) : left == null && right == null;
	}

	@Override
	public String toString() {
		String vectors = (this.dense != null) ? this.dense.toString() : "no dense vectors";
		return "%s, %s and language %s".formatted(vectors,
				(this.sparse != null) ? this.sparse.toString() : "no sparse vectors", this.language);
	}

}
