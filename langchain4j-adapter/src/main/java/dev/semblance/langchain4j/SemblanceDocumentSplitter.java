package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.ValidationUtils;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;

/**
 * Cuts documents into segments that an encoder reads to their end: none has more tokens
 * than allowed, counted by the encoder's own tokenizer, with special tokens and document
 * prompt. A segment ends where a paragraph does, else a line, a sentence, a word or a
 * character, each time in the second half of what fits, so that no segment is needlessly
 * short. Nothing is lost but white space around segments. No segment has more than 16
 * characters per token, because a word that the tokenizer does not know is a single token
 * to it, however long.
 * <p>
 * Segments have their document's metadata and their number from 0 as {@code index}, a
 * text, as those of LangChain4j's splitters do. Safe for concurrent callers. Does not own
 * its encoder.
 */
public final class SemblanceDocumentSplitter implements DocumentSplitter {

	private static final String INDEX = "index";

	private final TokenLimit limit;

	private final int overlap;

	private SemblanceDocumentSplitter(TokenLimit limit, int overlap) {
		this.limit = limit;
		this.overlap = overlap;
	}

	/**
	 * Creates a splitter for segments that are as long as a model reads, without overlap.
	 * @param encoder runs the model
	 * @return the splitter
	 * @throws InvalidInputException if the model has no maximum length, or the encoder
	 * counts no tokens
	 */
	public static SemblanceDocumentSplitter forModel(DenseEncoder encoder) {
		return forModel(encoder, 0);
	}

	/**
	 * Creates a splitter for segments that are as long as a model reads.
	 * @param encoder runs the model
	 * @param overlap most tokens that a segment repeats of the one before it, in whole
	 * sentences or else words; from 0 to half of what a segment has of its own
	 * @return the splitter
	 * @throws InvalidInputException if the model has no maximum length, the encoder
	 * counts no tokens, or the overlap is out of range
	 */
	public static SemblanceDocumentSplitter forModel(DenseEncoder encoder, int overlap) {
		int maxLength = encoder.model().maxLength();
		if (maxLength == Integer.MAX_VALUE) {
			throw new InvalidInputException("%s reads texts of any length.".formatted(encoder.model().name()),
					"Say how many tokens a segment may have.");
		}
		return of(encoder, maxLength, overlap);
	}

	/**
	 * Creates a splitter.
	 * @param encoder counts the tokens
	 * @param maxTokens most tokens of a segment, with special tokens and document prompt;
	 * no more than the model reads
	 * @param overlap most tokens that a segment repeats of the one before it, in whole
	 * sentences or else words; from 0 to half of what a segment has of its own
	 * @return the splitter
	 * @throws InvalidInputException if a number is out of range, or the encoder counts no
	 * tokens
	 */
	public static SemblanceDocumentSplitter of(DenseEncoder encoder, int maxTokens, int overlap) {
		if (maxTokens > encoder.model().maxLength()) {
			throw new InvalidInputException(
					"Segments are to have %d tokens, but %s reads %d.".formatted(maxTokens, encoder.model().name(),
							encoder.model().maxLength()),
					"Use no more than %d.".formatted(encoder.model().maxLength()));
		}
		TokenLimit limit = new TokenLimit(encoder, maxTokens);
		if (overlap < 0 || overlap > limit.room() / 2) {
			throw new InvalidInputException("Segments are to overlap by %d tokens.".formatted(overlap),
					"Use 0 to %d, half of what a segment has of its own.".formatted(limit.room() / 2));
		}
		return new SemblanceDocumentSplitter(limit, overlap);
	}

	/**
	 * Splits a document.
	 * @param document the document
	 * @return its segments, in order
	 * @throws InvalidInputException if a single character has more tokens than a segment
	 * may have
	 */
	@Override
	public List<TextSegment> split(Document document) {
		String text = ValidationUtils.ensureNotNull(document, "document").text();
		TextBreaks breaks = new TextBreaks();
		List<TextSegment> segments = new ArrayList<>();
		int covered = skipWhitespace(text, 0);
		int start = covered;
		while (covered < text.length()) {
			int farthest = this.limit.farthestEnd(text, start);
			if (farthest <= covered) {
				requireProgress(text, start, covered);
				// What is repeated leaves no room for anything new.
				start = covered;
				continue;
			}
			int end = end(text, start, Math.max(covered, start + (farthest - start) / 2), farthest, breaks);
			segments.add(segment(text.substring(start, end).strip(), document, segments.size()));
			covered = skipWhitespace(text, end);
			start = nextStart(text, start, end, covered, breaks);
		}
		return segments;
	}

	private int end(String text, int start, int least, int farthest, TextBreaks breaks) {
		if (farthest == text.length()) {
			return farthest;
		}
		// A shorter text can have more tokens, where a word loses its end.
		return breaks.end(text, least, farthest,
				(end) -> this.limit.fits(text.substring(start, end).strip(), this.limit.room()));
	}

	private int nextStart(String text, int start, int end, int covered, TextBreaks breaks) {
		if (this.overlap == 0 || covered == text.length()) {
			return covered;
		}
		String segment = text.substring(start, end);
		int repeated = breaks.overlap(segment,
				(position) -> this.limit.fits(segment.substring(position).strip(), this.overlap));
		return skipWhitespace(text, start + repeated);
	}

	private void requireProgress(String text, int start, int covered) {
		if (start == covered) {
			throw new InvalidInputException("The character U+%04X alone has more than the %d tokens of a segment."
				.formatted(text.codePointAt(start), this.limit.room()), "Allow segments of more tokens.");
		}
	}

	private static int skipWhitespace(String text, int start) {
		int position = start;
		while (position < text.length() && isWhitespace(text.charAt(position))) {
			position++;
		}
		return position;
	}

	/**
	 * LangChain4j takes control characters for white space, and no segment may be blank.
	 */
	private static boolean isWhitespace(char character) {
		return character <= ' ' || Character.isWhitespace(character);
	}

	private static TextSegment segment(String text, Document document, int index) {
		Metadata metadata = document.metadata().copy().put(INDEX, String.valueOf(index));
		return TextSegment.from(text, metadata);
	}

}
