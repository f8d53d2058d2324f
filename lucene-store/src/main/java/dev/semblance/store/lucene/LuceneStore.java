package dev.semblance.store.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.FusedEntry;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store inside this JVM, on disk or in memory: HNSW for the dense leg, an inverted
 * index for the sparse one, whose ranking is exact, and BM25 for the lexical one. Every
 * write is one commit, so write in batches. One process at a time may have a directory
 * open.
 * <p>
 * What Lucene's limits mean here: an id may take {@value #LONGEST_ID} bytes, where a
 * letter takes one to three; keys, values and texts may have any length. Every string
 * comes back as it was, lone surrogates included; in the lexical leg a lone surrogate
 * separates words. Values of sparse vectors are from 0 to 2^50; negative ones are
 * refused.
 */
public final class LuceneStore implements DocumentStore {

	/** Longest id in bytes. */
	public static final int LONGEST_ID = IndexWriter.MAX_TERM_LENGTH;

	private static final Logger logger = LoggerFactory.getLogger(LuceneStore.class);

	private final CallGate gate = new CallGate("The store");

	private final IndexLocation location;

	private final CommittedIndex index;

	private final Analyzer analyzer;

	private final StoreIdentity identity;

	private final VectorSpaces spaces;

	private final LegSearches legs;

	LuceneStore(IndexLocation location, CommittedIndex index, Analyzer analyzer, StoreIdentity identity,
			VectorSpaces spaces) {
		this.location = location;
		this.index = index;
		this.analyzer = analyzer;
		this.identity = identity;
		this.spaces = spaces;
		this.legs = new LegSearches(analyzer, spaces);
	}

	/**
	 * Starts building a store.
	 * @return a builder of a store in memory, for English, without dense vectors
	 */
	public static LuceneStoreBuilder builder() {
		return new LuceneStoreBuilder();
	}

	/**
	 * Opens a store that is there, for the spaces and the language it was made for.
	 * @param directory its directory
	 * @return a store that the caller must close
	 * @throws dev.semblance.retrieval.store.StoreException if there is no store, or it
	 * cannot be opened
	 */
	public static LuceneStore open(Path directory) {
		return LuceneStoreBuilder.asRecorded(directory).open();
	}

	@Override
	public @Nullable EmbeddingSpace space() {
		return this.identity.space();
	}

	@Override
	public @Nullable SparseSpace sparseSpace() {
		return this.identity.sparseSpace();
	}

	@Override
	public void upsert(List<EmbeddedDocument> documents) {
		Map<String, VectorSpaces.CheckedDocument> lastById = new LinkedHashMap<>();
		documents.forEach((document) -> lastById.put(document.document().id(), this.spaces.checked(document)));
		write((writer) -> {
			for (VectorSpaces.CheckedDocument document : lastById.values()) {
				writer.updateDocument(DocumentFields.idTerm(document.document().id()), this.spaces.fields(document));
			}
			return lastById.size();
		});
	}

	@Override
	public long delete(Collection<String> ids) {
		Query query = withIds(ids);
		return delete(query);
	}

	@Override
	public long delete(MetadataFilter filter) {
		return delete(new MetadataFilterQuery(filter));
	}

	@Override
	public List<Document> find(Collection<String> ids) {
		if (ids.isEmpty()) {
			return read((searcher) -> List.of());
		}
		Query query = withIds(ids);
		return read((searcher) -> {
			StoredFields stored = searcher.storedFields();
			List<Document> documents = new ArrayList<>();
			for (ScoreDoc found : searcher.search(query, ids.size()).scoreDocs) {
				documents.add(DocumentFields.read(stored, found.doc));
			}
			return documents;
		});
	}

	@Override
	public List<Candidate> search(SearchRequest request) {
		List<LegSearches.LegSearch> searches = request.legs().stream().map(this.legs::of).toList();
		Query filter = (request.filter() != null) ? new MetadataFilterQuery(request.filter()) : null;
		return read((searcher) -> {
			List<RankedLeg> ranked = new ArrayList<>();
			for (LegSearches.LegSearch leg : searches) {
				ranked.add(leg.run(searcher, request.window(), filter));
			}
			List<FusedEntry> fused = request.fusion().fuse(ranked);
			return candidates(searcher, fused.subList(0, Math.min(request.limit(), fused.size())));
		});
	}

	@Override
	public @Nullable CorpusStatistics corpusStatistics() {
		return read((searcher) -> LexicalStatistics.of(searcher.getIndexReader(), this.identity.language()))
			.orElse(null);
	}

	@Override
	public long count() {
		return read((searcher) -> (long) searcher.getIndexReader().numDocs());
	}

	@Override
	public long count(MetadataFilter filter) {
		return read((searcher) -> (long) searcher.count(new MetadataFilterQuery(filter)));
	}

	@Override
	public void close() {
		this.gate.close(() -> {
			try (this.analyzer) {
				this.index.close();
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("{} did not close cleanly; everything written to it before is kept.", this.location, ex);
			}
		});
	}

	private long delete(Query query) {
		return write((writer) -> {
			long matching = this.index.read((searcher) -> (long) searcher.count(query));
			if (matching > 0) {
				writer.deleteDocuments(query);
			}
			return matching;
		});
	}

	private static Query withIds(Collection<String> ids) {
		return new TermInSetQuery(DocumentFields.ID, ids.stream().map(DocumentFields::id).toList());
	}

	private static List<Candidate> candidates(IndexSearcher searcher, List<FusedEntry> entries) throws IOException {
		Map<String, Document> documents = new HashMap<>();
		StoredFields stored = searcher.storedFields();
		Query query = withIds(entries.stream().map(FusedEntry::id).toList());
		for (ScoreDoc found : searcher.search(query, Math.max(1, entries.size())).scoreDocs) {
			Document document = DocumentFields.read(stored, found.doc);
			documents.put(document.id(), document);
		}
		List<Candidate> candidates = new ArrayList<>(entries.size());
		for (FusedEntry entry : entries) {
			Document document = documents.get(entry.id());
			if (document == null) {
				throw new IOException("Document '%s' was found, but is not stored.".formatted(entry.id()));
			}
			candidates.add(new Candidate(document, entry.score(), entry.legs()));
		}
		return candidates;
	}

	private <T> T read(CommittedIndex.Reading<T> reading) {
		return this.gate.call(() -> {
			try {
				return this.index.read(reading);
			}
			catch (IOException ex) {
				throw this.location.cannotRead(ex);
			}
		});
	}

	private <T> T write(CommittedIndex.Change<T> change) {
		return this.gate.call(() -> {
			try {
				return this.index.write(change);
			}
			catch (LockObtainFailedException ex) {
				throw this.location.cannotOpen(ex);
			}
			catch (ThreadInterruptedException ex) {
				Thread.currentThread().interrupt();
				throw this.location.cannotWrite(ex);
			}
			catch (IOException | AlreadyClosedException ex) {
				throw this.location.cannotWrite(ex);
			}
		});
	}

}
