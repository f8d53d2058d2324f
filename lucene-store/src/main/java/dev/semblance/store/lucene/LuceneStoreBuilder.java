package dev.semblance.store.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.internal.analysis.Languages;
import dev.semblance.retrieval.store.StoreException;
import org.apache.lucene.analysis.Analyzer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LuceneStore}. Not safe for concurrent use.
 */
public final class LuceneStoreBuilder {

	private @Nullable Path directory;

	private @Nullable EmbeddingSpace space;

	private @Nullable SparseSpace sparseSpace;

	private String language = Languages.DEFAULT;

	private Supplier<Analyzer> analyzerOfLanguage = Languages.analyzerOf(Languages.DEFAULT);

	LuceneStoreBuilder() {
	}

	static LuceneStoreBuilder asRecorded(Path directory) {
		IndexLocation location = new IndexLocation(directory);
		try {
			StoreIdentity recorded = StoreIdentity.recordedIn(location.commitData(), location);
			LuceneStoreBuilder builder = new LuceneStoreBuilder().directory(directory).language(recorded.language());
			builder.space = recorded.space();
			builder.sparseSpace = recorded.sparseSpace();
			return builder;
		}
		catch (IOException | RuntimeException ex) {
			throw (ex instanceof StoreException refused) ? refused : location.cannotOpen(ex);
		}
	}

	/**
	 * Keeps the store on disk; in memory if not set.
	 * @param directory a directory of its own; made if it does not exist
	 * @return this builder
	 */
	public LuceneStoreBuilder directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Keeps dense vectors; none, and no dense leg, if not set.
	 * @param space the space of the vectors: 1 to 4096 dimensions, compared by cosine,
	 * dot or euclidean
	 * @return this builder
	 */
	public LuceneStoreBuilder space(EmbeddingSpace space) {
		this.space = space;
		return this;
	}

	/**
	 * Keeps sparse vectors; none, and no sparse leg, if not set.
	 * @param space the space of the vectors
	 * @return this builder
	 */
	public LuceneStoreBuilder sparseSpace(SparseSpace space) {
		this.sparseSpace = space;
		return this;
	}

	/**
	 * Sets how texts become words: stemming and stop words of a language; {@code english}
	 * if not set.
	 * @param language the language in English and lower case, {@code cjk} for Chinese,
	 * Japanese and Korean, or {@code standard} for words as they are written
	 * @return this builder
	 * @throws dev.semblance.encoders.InvalidInputException if the language is unknown
	 */
	public LuceneStoreBuilder language(String language) {
		this.analyzerOfLanguage = Languages.analyzerOf(language);
		this.language = language;
		return this;
	}

	/**
	 * Opens the store.
	 * @return a store that the caller must close
	 * @throws dev.semblance.encoders.InvalidInputException if a space is not supported
	 * @throws StoreException if the directory cannot be read and written, is open
	 * already, is damaged, or was made for another space or language
	 */
	public LuceneStore open() {
		VectorSpaces spaces = new VectorSpaces((this.space != null) ? new DenseVectors(this.space) : null,
				(this.sparseSpace != null) ? new SparseVectors(this.sparseSpace) : null);
		StoreIdentity identity = new StoreIdentity(this.space, this.sparseSpace, this.language);
		Analyzer analyzer = this.analyzerOfLanguage.get();
		IndexLocation location = new IndexLocation(this.directory);
		try {
			CommittedIndex index = new CommittedIndex(location, identity, analyzer);
			return new LuceneStore(location, index, analyzer, identity, spaces);
		}
		catch (IOException | RuntimeException ex) {
			analyzer.close();
			throw (ex instanceof StoreException refused) ? refused : location.cannotOpen(ex);
		}
	}

}
