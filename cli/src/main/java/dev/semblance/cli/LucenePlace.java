package dev.semblance.cli;

import java.nio.file.Path;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.SparseModel;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.lucene.LuceneStoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index in memory or in a folder.
 */
final class LucenePlace implements StorePlace {

	private final @Nullable Path folder;

	private final @Nullable TemporaryFolder temporary;

	private LucenePlace(@Nullable Path folder, @Nullable TemporaryFolder temporary) {
		this.folder = folder;
		this.temporary = temporary;
	}

	static LucenePlace inMemory() {
		return new LucenePlace(null, null);
	}

	static LucenePlace kept(Path folder) {
		return new LucenePlace(folder, null);
	}

	static LucenePlace temporary() {
		TemporaryFolder temporary = new TemporaryFolder();
		return new LucenePlace(temporary.path(), temporary);
	}

	@Override
	public DocumentStore open(String language, @Nullable DenseModel dense, @Nullable SparseModel sparse) {
		LuceneStoreBuilder builder = LuceneStore.builder().language(language);
		if (dense != null) {
			builder.space(EmbeddingSpace.of(dense));
		}
		if (sparse != null) {
			builder.sparseSpace(SparseSpace.of(sparse));
		}
		if (this.folder != null) {
			builder.directory(this.folder);
		}
		return builder.open();
	}

	@Override
	public DocumentStore openAsRecorded() {
		if (this.folder == null) {
			throw new IllegalStateException("Nothing is recorded of what was in memory.");
		}
		return LuceneStore.open(this.folder);
	}

	@Override
	public void close() {
		if (this.temporary != null) {
			this.temporary.close();
		}
	}

}
