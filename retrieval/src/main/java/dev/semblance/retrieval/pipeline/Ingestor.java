package dev.semblance.retrieval.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents into a store: leaves out those that are there unchanged, encodes the
 * rest and writes them, batch by batch. Does not own its encoders and its store.
 */
public final class Ingestor {

	private static final int BATCH_SIZE = 128;

	private final LegEncoders encoders;

	private final DocumentStore store;

	/**
	 * Creates an ingestor.
	 * @param encoders make the vectors that the store keeps; {@link LegEncoders#NONE} for
	 * a store without any
	 * @param store where the documents go
	 * @throws dev.semblance.encoders.InvalidInputException if there is a sparse encoder
	 * and the store keeps sparse vectors of another model, or none
	 */
	public Ingestor(LegEncoders encoders, DocumentStore store) {
		if (encoders.sparse() != null) {
			LegEncoders.requireSameSpace(store, encoders.sparse());
		}
		this.encoders = encoders;
		this.store = store;
	}

	/**
	 * Ingests documents, then has the store build the indexes that it lacks, also those
	 * that an earlier ingest left unbuilt. When it fails, the batches written so far
	 * stay, and a repeated ingest goes on from there. So it is when its thread is
	 * interrupted: the ingest ends between two batches, or in the middle of encoding one,
	 * and the thread is still marked as interrupted.
	 * @param documents the documents, read as they are needed
	 * @param progress told after every batch what has been done so far
	 * @return what was done
	 */
	public IngestReport ingest(Iterator<Document> documents, Consumer<IngestReport> progress) {
		IngestReport report = new IngestReport(0, 0, TokenUsage.NONE);
		try {
			while (documents.hasNext() && !Thread.currentThread().isInterrupted()) {
				List<Document> batch = nextBatch(documents);
				List<Document> changed = changed(batch);
				TokenUsage usage = changed.isEmpty() ? TokenUsage.NONE : write(changed);
				report = plus(report, new IngestReport(changed.size(), batch.size() - changed.size(), usage));
				progress.accept(report);
			}
		}
		catch (CallCancelledException ex) {
			return report;
		}
		if (!Thread.currentThread().isInterrupted()) {
			this.store.buildIndexes();
		}
		return report;
	}

	private static List<Document> nextBatch(Iterator<Document> documents) {
		Map<String, Document> batch = new LinkedHashMap<>();
		while (documents.hasNext() && batch.size() < BATCH_SIZE) {
			Document document = documents.next();
			batch.put(document.id(), document);
		}
		return List.copyOf(batch.values());
	}

	private List<Document> changed(List<Document> documents) {
		Set<String> unchanged = this.store.unchanged(documents);
		return documents.stream().filter((document) -> !unchanged.contains(document.id())).toList();
	}

	private TokenUsage write(List<Document> documents) {
		List<String> texts = documents.stream().map(Document::text).toList();
		DenseEncoding dense = dense(texts);
		SparseEncoding sparse = sparse(texts);
		List<EmbeddedDocument> embedded = new ArrayList<>(documents.size());
		for (int i = 0; i < documents.size(); i++) {
			embedded.add(new EmbeddedDocument(documents.get(i), (dense != null) ? dense.vectors().get(i) : null,
					(sparse != null) ? sparse.vectors().get(i) : null));
		}
		this.store.upsert(embedded);
		TokenUsage usage = (dense != null) ? dense.usage() : TokenUsage.NONE;
		return (sparse != null) ? usage.plus(sparse.usage()) : usage;
	}

	private @Nullable DenseEncoding dense(List<String> texts) {
		DenseEncoder encoder = this.encoders.dense();
		return (encoder != null) ? encoder.encode(texts, TextRole.DOCUMENT) : null;
	}

	private @Nullable SparseEncoding sparse(List<String> texts) {
		SparseEncoder encoder = this.encoders.sparse();
		return (encoder != null) ? encoder.encode(texts, TextRole.DOCUMENT) : null;
	}

	private static IngestReport plus(IngestReport report, IngestReport batch) {
		return new IngestReport(report.written() + batch.written(), report.unchanged() + batch.unchanged(),
				report.usage().plus(batch.usage()));
	}

}
