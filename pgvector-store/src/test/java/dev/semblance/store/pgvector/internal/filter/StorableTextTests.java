package dev.semblance.store.pgvector.internal.filter;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StorableTextTests {

	private static final char[] UNITS = "\u0000\u0001a\uD7FF\uD800\uDBFE\uDBFF\uDC00\uDFFE\uDFFF\uE000\uFFFF"
		.toCharArray();

	@Test
	void everyBoundDividesWhatCanBeStoredAsItDoesItself() {
		List<String> bounds = strings(3);
		List<String> stored = strings(4).stream().filter(StorableText::isStorable).toList();
		for (String bound : bounds) {
			Threshold<String> threshold = StorableText.atLeast(bound);
			assertThat(StorableText.isStorable(threshold.value())).isTrue();
			assertThat(threshold.exact()).isEqualTo(threshold.value().equals(bound));
			for (String string : stored) {
				if (string.compareTo(bound) < 0 != string.compareTo(threshold.value()) < 0) {
					throw new AssertionError("'%s' and '%s'".formatted(string, bound));
				}
			}
		}
	}

	@Test
	void theServerOrdersStringsByCodeUnit() throws SQLException {
		List<String> stored = new ArrayList<>(strings(3).stream().filter(StorableText::isStorable).toList());
		stored.addAll(List.of("\uDBFF\uDFFE\uDBFF\uDFFE", "\uDBFF\uDFFE\uE000", "\uDBFF\uDFFEa", "\uDBFF\uDFFEb",
				"\uDBFF\uDFFF\uDBFF\uDFFF", "\uDBFF\uDFFF\uE000", "\uE000\uDBFF\uDFFF", "\uD800\uDC00\uFFFF"));
		try (StoredRows rows = StoredRows.ofValues("s", stored)) {
			for (String bound : stored) {
				rows.requireSame(new MetadataFilter.Comparison("s", Operator.LESS, bound));
				rows.requireSame(new MetadataFilter.Comparison("s", Operator.LESS_OR_EQUAL, bound));
			}
			for (String bound : strings(2)) {
				rows.requireSame(new MetadataFilter.Comparison("s", Operator.GREATER, bound));
				rows.requireSame(new MetadataFilter.Comparison("s", Operator.LESS_OR_EQUAL, bound));
			}
		}
	}

	@Test
	void whatCannotBeKeptIsRefusedWithItsPlace() {
		requireRefused(new Document("x", "twelve chars\u0000"),
				"Document 'x' has U+0000 at position 12 of its text, which PostgreSQL cannot keep.");
		requireRefused(new Document("a\u0000\n\uD83D\u202E\uD83D\uDE00", ""),
				"Document 'a\\u0000\\u000A\\uD83D\\u202E\uD83D\uDE00' has U+0000 at position 1 of its id,");
		requireRefused(new Document("i".repeat(1_000), "\uDE00"),
				"Document '%s...' has U+DE00 at position 0 of its text,".formatted("i".repeat(60)));
		requireRefused(new Document("x", "", Map.of("k\uD83D", 1)),
				"Document 'x' has U+D83D at position 1 of the metadata key 'k\\uD83D',");
		requireRefused(new Document("x", "", Map.of("k", "ab\uD83D!")),
				"Document 'x' has U+D83D at position 2 of the metadata value under 'k',");
	}

	@Test
	void everythingElseCanBeKept() {
		StorableText
			.requireStorable(new Document("\uD83D\uDE00", "\u0001\uFFFF\uDBFF\uDFFF", Map.of("a", "b", "c", 1)));
	}

	private static void requireRefused(Document document, String complaint) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> StorableText.requireStorable(document))
			.withMessageStartingWith(complaint);
	}

	/** Returns all strings of up to so many of the units where the orders part. */
	private static List<String> strings(int longest) {
		List<String> strings = new ArrayList<>(List.of(""));
		int start = 0;
		for (int length = 1; length <= longest; length++) {
			int end = strings.size();
			for (String shorter : List.copyOf(strings.subList(start, end))) {
				for (char unit : UNITS) {
					strings.add(shorter + unit);
				}
			}
			start = end;
		}
		return strings;
	}

}
