package dev.semblance.langchain4j;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.semblance.retrieval.fusion.Fusion;

/**
 * Makes one list of what several queries, or several retrievers, found. LangChain4j hands
 * the queries over in the order of a hash table, so nothing here depends on that.
 */
final class FusedContents {

	private static final Comparator<Entry> BEST_FIRST = Comparator.comparingDouble(Entry::score)
		.reversed()
		.thenComparing(Entry::rank)
		.thenComparing((entry) -> entry.identity().toString());

	private final Map<Identity, Entry> entries = new HashMap<>();

	private FusedContents() {
	}

	/**
	 * Fuses by reciprocal ranks, every list counting the same.
	 * @param found the lists of each query, best first
	 * @return every content once, as it stood where it stood highest, best first; of
	 * equal ones the one that stood higher, then in the order of their ids or texts
	 */
	static List<Content> of(Map<Query, Collection<List<Content>>> found) {
		FusedContents fused = new FusedContents();
		found.entrySet()
			.stream()
			.sorted(Comparator.comparing((query) -> query.getKey().text()))
			.forEach((query) -> query.getValue().forEach(fused::add));
		return fused.entries.values().stream().sorted(BEST_FIRST).map(Entry::content).toList();
	}

	private void add(List<Content> contents) {
		for (int i = 0; i < contents.size(); i++) {
			Content content = contents.get(i);
			Identity identity = Identity.of(content);
			double score = 1 / (Fusion.ReciprocalRank.DEFAULT_K + i + 1.0);
			this.entries.merge(identity, new Entry(identity, content, i + 1, score), Entry::plus);
		}
	}

	/**
	 * A content in one list or more.
	 *
	 * @param identity what makes it the same in all of them
	 * @param content the content as it stood where it stood highest
	 * @param rank its highest rank
	 * @param score its fused score
	 */
	private record Entry(Identity identity, Content content, int rank, double score) {

		private Entry plus(Entry other) {
			Entry higher = (other.rank < this.rank) ? other : this;
			return new Entry(this.identity, higher.content, higher.rank, this.score + other.score);
		}

	}

	/**
	 * What makes two contents the same: id and text, and without an id text and metadata,
	 * but for what a search added to that.
	 *
	 * @param id the id, if there is one
	 * @param text the text
	 * @param metadata metadata by key
	 */
	private record Identity(String id, String text, Map<String, Object> metadata) {

		private static Identity of(Content content) {
			TextSegment segment = content.textSegment();
			Object id = content.metadata().get(ContentMetadata.EMBEDDING_ID);
			if (id != null) {
				return new Identity(id.toString(), segment.text(), Map.of());
			}
			// Ordered, for comparing by text.
			return new Identity("", segment.text(), new TreeMap<>(SearchMetadata.without(segment.metadata().toMap())));
		}

	}

}
