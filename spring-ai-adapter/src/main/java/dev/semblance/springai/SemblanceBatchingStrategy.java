package dev.semblance.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;

/**
 * Groups documents by the tokens of the model that is going to read them. Spring AI's own
 * strategy counts those of other models and refuses documents that are too long for
 * these; this one counts a document that is longer than the model reads as what the model
 * reads of it, and a document of more tokens than the budget makes a batch of its own.
 * <p>
 * {@link SemblanceEmbeddingModel} has no need of a strategy, since its encoder makes
 * batches itself. This is for vector stores that make batches before they ask the model,
 * and for models that stand in front of it.
 * <p>
 * Safe for concurrent callers. Does not own its encoder.
 */
public final class SemblanceBatchingStrategy implements BatchingStrategy {

	/** Tokens of a batch, if not set otherwise. */
	public static final int DEFAULT_TOKEN_BUDGET = 65_536;

	private final DenseEncoder encoder;

	private final int tokenBudget;

	/**
	 * Creates a strategy with the {@link #DEFAULT_TOKEN_BUDGET}.
	 * @param encoder counts the tokens
	 */
	public SemblanceBatchingStrategy(DenseEncoder encoder) {
		this(encoder, DEFAULT_TOKEN_BUDGET);
	}

	/**
	 * Creates a strategy.
	 * @param encoder counts the tokens
	 * @param tokenBudget largest number of tokens in a batch of several documents, 1 or
	 * more
	 * @throws InvalidInputException if the budget is less than 1
	 */
	public SemblanceBatchingStrategy(DenseEncoder encoder, int tokenBudget) {
		if (tokenBudget < 1) {
			throw new InvalidInputException("The token budget of a batch of documents is %d.".formatted(tokenBudget),
					"Use 1 or more; %d is usual.".formatted(DEFAULT_TOKEN_BUDGET));
		}
		this.encoder = encoder;
		this.tokenBudget = tokenBudget;
	}

	/**
	 * Groups documents.
	 * @param documents the documents; one without text counts no tokens of its own
	 * @return all of them, in the same order
	 * @throws InvalidInputException if the encoder counts no tokens
	 */
	@Override
	public List<List<Document>> batch(List<Document> documents) {
		List<List<Document>> batches = new ArrayList<>();
		List<Document> batch = new ArrayList<>();
		long tokens = 0;
		List<Integer> counts = counts(documents);
		for (int i = 0; i < counts.size(); i++) {
			tokens += counts.get(i);
			if (tokens > this.tokenBudget && !batch.isEmpty()) {
				batches.add(batch);
				batch = new ArrayList<>();
				tokens = counts.get(i);
			}
			batch.add(documents.get(i));
		}
		if (!batch.isEmpty()) {
			batches.add(batch);
		}
		return batches;
	}

	private List<Integer> counts(List<Document> documents) {
		if (documents.isEmpty()) {
			return List.of();
		}
		int most = this.encoder.model().maxLength();
		List<String> texts = documents.stream()
			.map((document) -> Objects.requireNonNullElse(document.getText(), ""))
			.toList();
		return this.encoder.countTokens(texts, TextRole.DOCUMENT)
			.stream()
			.map((count) -> Math.min(count, most))
			.toList();
	}

}
