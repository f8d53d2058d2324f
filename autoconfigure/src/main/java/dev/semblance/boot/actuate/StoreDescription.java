package dev.semblance.boot.actuate;

import java.util.List;

import dev.semblance.encoders.SemblanceException;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.IndexState;
import dev.semblance.store.pgvector.PgVectorStore;
import org.jspecify.annotations.Nullable;

/**
 * What a store is and how it is.
 *
 * @param bean the bean
 * @param type {@code lucene}, {@code pgvector} or the name of the application's class
 * @param collection the collection within the database, if there is one
 * @param documents number of documents; {@code null} if they cannot be counted
 * @param space the space of its dense vectors
 * @param sparseSpace the space of its sparse vectors
 * @param indexes its HNSW indexes; {@code null} if they need no care or cannot be asked
 * for
 * @param problem why something is missing here
 */
public record StoreDescription(String bean, String type, @Nullable String collection, @Nullable Long documents,
		@Nullable Space space, @Nullable Space sparseSpace, @Nullable List<Index> indexes, @Nullable String problem) {

	private static final String PACKAGE = "dev.semblance.store.";

	static StoreDescription of(String bean, DocumentStore store) {
		String type = type(store);
		Space space = Space.of(store.space());
		Space sparseSpace = Space.of(store.sparseSpace());
		String collection = type.equals("pgvector") ? PostgreSql.collection(store) : null;
		try {
			return new StoreDescription(bean, type, collection, store.count(), space, sparseSpace,
					type.equals("pgvector") ? PostgreSql.indexes(store) : null, null);
		}
		catch (SemblanceException | IllegalStateException ex) {
			return new StoreDescription(bean, type, collection, null, space, sparseSpace, null, Problem.of(ex));
		}
	}

	/** By name, since the stores need not be on the class path. */
	static String type(DocumentStore store) {
		return switch (store.getClass().getName()) {
			case PACKAGE + "lucene.LuceneStore" -> "lucene";
			case PACKAGE + "pgvector.PgVectorStore" -> "pgvector";
			default -> store.getClass().getSimpleName();
		};
	}

	/**
	 * A space of vectors.
	 *
	 * @param model the model that made them
	 * @param dimensions their length
	 * @param similarity how they are compared; sparse ones by their inner product
	 */
	public record Space(String model, int dimensions, String similarity) {

		private static @Nullable Space of(@Nullable EmbeddingSpace space) {
			return (space != null) ? new Space(space.model(), space.dimensions(), space.similarity().modelName())
					: null;
		}

		private static @Nullable Space of(@Nullable SparseSpace space) {
			return (space != null) ? new Space(space.model(), space.dimensions(), "dot") : null;
		}

	}

	/**
	 * An index that makes searches fast.
	 *
	 * @param name the index
	 * @param state {@code built}, {@code building} or {@code missing}
	 * @param phase what is being done, while it is built
	 * @param done how much of the phase is done, from 0 to 1, while it is built
	 */
	public record Index(String name, String state, @Nullable String phase, @Nullable Double done) {
	}

	/** Loaded only where the store is on the class path. */
	private static final class PostgreSql {

		private PostgreSql() {
		}

		private static String collection(DocumentStore store) {
			return ((PgVectorStore) store).collection();
		}

		private static List<Index> indexes(DocumentStore store) {
			return ((PgVectorStore) store).indexStates().stream().map(PostgreSql::index).toList();
		}

		private static Index index(IndexState state) {
			IndexProgress progress = state.progress();
			if (progress != null) {
				return new Index(state.index(), "building", progress.phase(), progress.done());
			}
			return new Index(state.index(), state.built() ? "built" : "missing", null, null);
		}

	}

}
