package dev.semblance.store.pgvector.internal.reembedding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.database.SqlState;
import dev.semblance.store.pgvector.internal.reembedding.LackingDocuments.Position;
import dev.semblance.store.pgvector.internal.reembedding.LackingDocuments.Window;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;
import dev.semblance.store.pgvector.reembedding.FillReport;
import dev.semblance.store.pgvector.reembedding.FillSettings;

/**
 * Gives the documents of a collection the vectors that they lack in a space.
 *
 * @param register the collection's spaces
 * @param space the space
 * @param encoder makes its vectors
 * @param closed whether to end
 * @param <T> the vectors
 */
record SpaceFilling<T>(SpaceRegister register, RecordedSpace space, SpaceEncoder<T> encoder, BooleanSupplier closed) {

	/**
	 * How many documents writers may wait for. A pass that found no more has left none
	 * but those that were written meanwhile.
	 */
	static final int LAST_FEW = 256;

	private static final int BATCH_SIZE = 128;

	private static final int MOST_OVERLOADS = 60;

	private static final long MILLIS_AFTER_OVERLOAD = 1_000;

	/**
	 * Goes through all documents, again and again, until hardly any lack a vector.
	 */
	FillReport fill(FillSettings settings, Consumer<FillReport> progress) {
		FillTally tally = new FillTally();
		Pace pace = new Pace(settings.documentsPerSecond(), this::isEnded);
		// A slow pace would else come in bursts.
		int batchSize = (int) Math.max(1, Math.min(BATCH_SIZE, settings.documentsPerSecond()));
		try {
			long found = Long.MAX_VALUE;
			while (found > LAST_FEW && !isEnded()) {
				tally.startPass(countLacking());
				found = pass(batchSize, (batch) -> {
					pace.await(batch.size());
					if (!isEnded()) {
						fill(batch, tally);
						progress.accept(tally.report());
					}
				}, tally);
			}
		}
		catch (CallCancelledException ex) {
			return tally.report();
		}
		catch (OverloadedException ex) {
			if (isEnded()) {
				return tally.report();
			}
			throw ex;
		}
		catch (StoreException ex) {
			if (Thread.currentThread().isInterrupted()) {
				// Who waits for a connection is not told otherwise that it is enough.
				return tally.report();
			}
			throw ex;
		}
		return tally.report();
	}

	private long pass(int batchSize, Consumer<List<Long>> work, FillTally tally) {
		long found = 0;
		Position last = null;
		do {
			Position from = last;
			Window window = read((connection) -> lacking().after(connection, from));
			found += window.lacking().stream().filter((key) -> !tally.hasRefused(key)).count();
			batches(window.lacking(), batchSize).forEach(work);
			last = window.end();
		}
		while (last != null && !isEnded());
		return found;
	}

	/** In any order, so that processes that fill together do not encode the same. */
	private static List<List<Long>> batches(List<Long> keys, int size) {
		List<List<Long>> batches = new ArrayList<>();
		for (int start = 0; start < keys.size(); start += size) {
			batches.add(keys.subList(start, Math.min(start + size, keys.size())));
		}
		Collections.shuffle(batches);
		return batches;
	}

	private void fill(List<Long> keys, FillTally tally) {
		List<StoredText> texts = read((connection) -> lacking().texts(connection, keys)).stream()
			.filter((text) -> !tally.hasRefused(text))
			.toList();
		List<StoredText> accepted = new ArrayList<>(texts.size());
		List<T> vectors = new ArrayList<>(texts.size());
		try {
			vectors.addAll(encode(texts, tally));
			accepted.addAll(texts);
		}
		catch (InvalidInputException ex) {
			encodeEach(texts, accepted, vectors, tally);
		}
		accepted.forEach(tally::accept);
		if (!accepted.isEmpty()) {
			tally.wrote(inTransaction(this.register.database(), "writing %d vectors".formatted(accepted.size()),
					(connection) -> writer().write(connection, accepted, vectors)));
		}
	}

	/** One that cannot be encoded keeps no other from it. */
	private void encodeEach(List<StoredText> texts, List<StoredText> accepted, List<T> vectors, FillTally tally) {
		for (StoredText text : texts) {
			try {
				vectors.addAll(encode(List.of(text), tally));
				accepted.add(text);
			}
			catch (InvalidInputException ex) {
				tally.refuse(text, ex);
			}
		}
	}

	private List<T> encode(List<StoredText> texts, FillTally tally) {
		EncodedTexts<T> encoded = encodeWhenThereIsRoom(text(texts));
		List<T> checked = encoded(texts, encoded);
		tally.used(encoded.usage());
		return checked;
	}

	private static List<String> text(List<StoredText> texts) {
		return texts.stream().map(StoredText::text).toList();
	}

	private List<T> encoded(List<StoredText> texts, EncodedTexts<T> encoded) {
		List<T> checked = new ArrayList<>(texts.size());
		for (int i = 0; i < texts.size(); i++) {
			checked.add(this.encoder.checked(encoded.vectors().get(i), texts.get(i).owner()));
		}
		return checked;
	}

	/** Whoever shares the encoder goes first. */
	private EncodedTexts<T> encodeWhenThereIsRoom(List<String> texts) {
		for (int overloads = 1; true; overloads++) {
			try {
				return this.encoder.encode(texts, TextRole.DOCUMENT);
			}
			catch (OverloadedException ex) {
				if (overloads == MOST_OVERLOADS || isEnded()) {
					throw ex;
				}
				Pace.nap(MILLIS_AFTER_OVERLOAD);
			}
		}
	}

	/**
	 * Encodes and writes what lacks a vector still, while nobody else can write.
	 * @param connection a transaction that holds the collection's lock
	 * @return whether none lacks one then
	 * @throws StoreException if that is too much
	 */
	boolean fillLastFew(Connection connection) throws SQLException {
		List<Long> keys = lacking().some(connection, LAST_FEW + 1);
		if (keys.size() > LAST_FEW) {
			throw new StoreException(
					"More than %d documents of collection %s were written while the switch was on its way."
						.formatted(LAST_FEW, this.register.collection()),
					"Switch when less is written; a call of fill before it shortens the way.", null);
		}
		List<StoredText> texts = lacking().texts(connection, keys);
		return texts.isEmpty() ? keys.isEmpty() : writer().write(connection, texts,
				encoded(texts, this.encoder.encode(text(texts), TextRole.DOCUMENT))) == keys.size();
	}

	long countLacking() {
		return inTransaction(this.register.database().allowing(LackingDocuments.LONGEST_LOOK),
				"counting documents without vectors", lacking()::count);
	}

	private <R> R read(Database.Task<R> task) {
		return inTransaction(this.register.database(), "looking for documents without vectors", task);
	}

	private <R> R inTransaction(Database database, String work, Database.Task<R> task) {
		try {
			return database.inTransaction(work, Repetition.ALWAYS, task);
		}
		catch (StoreException ex) {
			if (SqlState.of(ex).equals(SqlState.UNDEFINED_TABLE)) {
				database.inTransaction(work, Repetition.ALWAYS, (connection) -> {
					this.register.requireKept(connection, this.space);
					return true;
				});
			}
			throw ex;
		}
	}

	private LackingDocuments lacking() {
		return new LackingDocuments(this.register.collection(), this.space);
	}

	private SpaceWriter<T> writer() {
		return new SpaceWriter<>(this.register, this.space, this.encoder.codec());
	}

	private boolean isEnded() {
		return this.closed.getAsBoolean() || Thread.currentThread().isInterrupted();
	}

}
