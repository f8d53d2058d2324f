package dev.semblance.langchain4j;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.RankedDocument;
import org.jspecify.annotations.Nullable;

/**
 * A document that a search found. Equal to another if the document is the same, whatever
 * the searches made of it: LangChain4j's fusion takes equal contents for one.
 */
final class FoundContent implements Content {

	private final Document document;

	private final TextSegment segment;

	private final Map<ContentMetadata, Object> metadata;

	private FoundContent(Document document, TextSegment segment, Map<ContentMetadata, Object> metadata) {
		this.document = document;
		this.segment = segment;
		this.metadata = metadata;
	}

	/**
	 * Makes a content of a document.
	 * @param found the document and what was found out about it
	 * @return the content, or {@code null} for a document without text
	 */
	static @Nullable FoundContent of(RankedDocument found) {
		TextSegment stored = StoredSegment.segment(found.document());
		if (stored == null) {
			return null;
		}
		SearchMetadata.put(stored.metadata(), found);
		Map<ContentMetadata, Object> metadata = new EnumMap<>(ContentMetadata.class);
		metadata.put(ContentMetadata.EMBEDDING_ID, found.document().id());
		metadata.put(ContentMetadata.SCORE, (found instanceof Hit hit) ? hit.scoreBefore() : found.score());
		if (found instanceof Hit hit && hit.rerankScore() != null) {
			metadata.put(ContentMetadata.RERANKED_SCORE, hit.rerankScore());
		}
		return new FoundContent(found.document(), stored, Map.copyOf(metadata));
	}

	@Override
	public TextSegment textSegment() {
		return this.segment;
	}

	@Override
	public Map<ContentMetadata, Object> metadata() {
		return this.metadata;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FoundContent content && this.document.equals(content.document);
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.document);
	}

	@Override
	public String toString() {
		return "FoundContent{segment=%s, metadata=%s}".formatted(this.segment, this.metadata);
	}

}
