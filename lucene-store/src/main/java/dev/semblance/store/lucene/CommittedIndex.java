package dev.semblance.store.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * An index in which every change is one commit: all of it becomes durable and then
 * visible, or nothing does. Changes wait for each other; searches wait for nobody.
 */
final class CommittedIndex implements Closeable {

	private final IndexLocation location;

	private final StoreIdentity identity;

	private final Analyzer analyzer;

	private final Directory directory;

	private final SearcherManager searchers;

	private final Object changing = new Object();

	private @Nullable IndexWriter writer;

	/**
	 * Opens an index, or makes a new one.
	 */
	CommittedIndex(IndexLocation location, StoreIdentity identity, Analyzer analyzer) throws IOException {
		this.location = location;
		this.identity = identity;
		this.analyzer = analyzer;
		this.directory = location.open();
		try {
			this.writer = openWriter();
			this.searchers = new SearcherManager(this.directory, new Searchers());
		}
		catch (Throwable ex) {
			discardWriter(ex);
			closeAfter(ex, this.directory);
			throw ex;
		}
	}

	/**
	 * Reads what is committed.
	 */
	<T> T read(Reading<T> reading) throws IOException {
		IndexSearcher searcher = this.searchers.acquire();
		try {
			return reading.from(searcher);
		}
		finally {
			this.searchers.release(searcher);
		}
	}

	/**
	 * Changes the index. Within the change, {@link #read} shows the state before it.
	 */
	<T> T write(Change<T> change) throws IOException {
		synchronized (this.changing) {
			T result;
			try {
				if (this.writer == null) {
					this.writer = openWriter();
				}
				result = change.apply(this.writer);
				this.writer.commit();
			}
			catch (Throwable ex) {
				// The next change opens another writer on the last commit.
				discardWriter(ex);
				throw ex;
			}
			this.searchers.maybeRefreshBlocking();
			return result;
		}
	}

	/**
	 * Keeps the merges that are done, stops those that are not: everything was committed
	 * before.
	 */
	@Override
	public void close() throws IOException {
		try (this.directory; this.searchers; IndexWriter closing = this.writer) {
			if (closing != null) {
				closing.commit();
				closing.rollback();
			}
		}
	}

	private IndexWriter openWriter() throws IOException {
		boolean exists = DirectoryReader.indexExists(this.directory);
		if (!exists) {
			requireNothingToLose();
		}
		IndexWriterConfig config = new IndexWriterConfig(this.analyzer).setCodec(new LargeVectorsCodec())
			.setSimilarity(LexicalLeg.similarity())
			.setCommitOnClose(false);
		IndexWriter opened = new IndexWriter(this.directory, config);
		try {
			if (exists) {
				this.identity.requireMadeFor(commitData(opened), this.location);
			}
			else {
				opened.setLiveCommitData(this.identity.toCommitData().entrySet());
				opened.commit();
			}
			return opened;
		}
		catch (Throwable ex) {
			closeAfter(ex, opened);
			throw ex;
		}
	}

	/**
	 * A new index would delete the segments of one whose list of segments is lost.
	 */
	private void requireNothingToLose() throws IOException {
		for (String file : this.directory.listAll()) {
			if (file.startsWith("_")) {
				throw new CorruptIndexException("the list of segments is missing", file);
			}
		}
	}

	private static Map<String, String> commitData(IndexWriter writer) {
		Map<String, String> data = new HashMap<>();
		Iterable<Map.Entry<String, String>> entries = writer.getLiveCommitData();
		if (entries != null) {
			entries.forEach((entry) -> data.put(entry.getKey(), entry.getValue()));
		}
		return data;
	}

	private void discardWriter(Throwable reason) {
		IndexWriter discarded = this.writer;
		this.writer = null;
		if (discarded != null) {
			// Without commit on close, closing drops what was not committed.
			closeAfter(reason, discarded::rollback);
		}
	}

	private static void closeAfter(Throwable reason, Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException | RuntimeException ex) {
			reason.addSuppressed(ex);
		}
	}

	/**
	 * Reads from a searcher, which is not to be kept.
	 *
	 * @param <T> the result
	 */
	interface Reading<T> {

		T from(IndexSearcher searcher) throws IOException;

	}

	/**
	 * Changes the index by a writer, which is not to be kept.
	 *
	 * @param <T> the result
	 */
	interface Change<T> {

		T apply(IndexWriter writer) throws IOException;

	}

	private static final class Searchers extends SearcherFactory {

		@Override
		public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
			IndexSearcher searcher = new IndexSearcher(reader);
			searcher.setSimilarity(LexicalLeg.similarity());
			return searcher;
		}

	}

}
