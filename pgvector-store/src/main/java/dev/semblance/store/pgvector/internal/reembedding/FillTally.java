package dev.semblance.store.pgvector.internal.reembedding;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.store.pgvector.reembedding.FillReport;
import dev.semblance.store.pgvector.reembedding.RefusedDocument;

/**
 * What one call has done so far.
 */
final class FillTally {

	private static final int MOST_REFUSED = 1_000;

	private final long start = System.nanoTime();

	private final Map<Long, Refusal> refused = new LinkedHashMap<>();

	private TokenUsage usage = TokenUsage.NONE;

	private long written;

	private long lacking;

	void startPass(long lacking) {
		this.lacking = lacking;
	}

	void used(TokenUsage usage) {
		this.usage = this.usage.plus(usage);
	}

	void wrote(int documents) {
		this.written += documents;
		this.lacking = Math.max(0, this.lacking - documents);
	}

	/**
	 * Notes that a document cannot be encoded.
	 * @throws InvalidInputException if there are too many of them
	 */
	void refuse(StoredText text, InvalidInputException reason) {
		RefusedDocument document = new RefusedDocument(text.tenant(), text.id(), String.valueOf(reason.getMessage()));
		this.refused.put(text.key(), new Refusal(document, text.hash()));
		if (this.refused.size() > MOST_REFUSED) {
			throw new InvalidInputException(
					"The encoder refuses more than %d documents, the first is %s".formatted(MOST_REFUSED,
							this.refused.values().iterator().next().document()),
					"Check the encoder's settings, or change the documents.", reason);
		}
	}

	/**
	 * Tells whether a document was refused as it is.
	 */
	boolean hasRefused(StoredText text) {
		Refusal refusal = this.refused.get(text.key());
		return refusal != null && Arrays.equals(refusal.hash(), text.hash());
	}

	/**
	 * Tells whether a document was refused, be it as it is or as it was.
	 */
	boolean hasRefused(long key) {
		return this.refused.containsKey(key);
	}

	/**
	 * Notes that a document that may have been refused as it was can be encoded.
	 */
	void accept(StoredText text) {
		this.refused.remove(text.key());
	}

	FillReport report() {
		double seconds = Math.max(1e-9, (System.nanoTime() - this.start) / 1e9);
		return new FillReport(this.written, this.lacking, this.written / seconds, this.usage,
				this.refused.values().stream().map(Refusal::document).toList());
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Refusal(RefusedDocument document, byte[] hash) {
	}

}
