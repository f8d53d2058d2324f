package dev.semblance.langchain4j;

import java.util.Map;
import java.util.UUID;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilterTranslationTests {

	@Test
	void numbersOfDifferentPrecisionCompareByTheirText() {
		assertSame(key("n").isEqualTo(1.1f), new Metadata().put("n", 1.1d), true);
		assertSame(key("n").isEqualTo(1.1d), new Metadata().put("n", 1.1f), true);
		assertSame(key("n").isGreaterThan(1.1d), new Metadata().put("n", 1.1f), false);
		assertSame(key("n").isEqualTo(2), new Metadata().put("n", 2.0f), true);
		assertSame(key("n").isEqualTo(16777217), new Metadata().put("n", 16777216f), false);
		assertSame(key("n").isIn(0.1f, 0.2f), new Metadata().put("n", 0.2d), true);
	}

	@Test
	void identifiersCompareWithTheirText() {
		UUID id = UUID.randomUUID();
		assertSame(key("id").isEqualTo(id), new Metadata().put("id", id.toString()), true);
		assertSame(key("id").isNotEqualTo(id), new Metadata().put("id", id.toString()), false);
		assertSame(key("id").isIn(id), new Metadata().put("id", id.toString()), true);
	}

	@Test
	void negationsHoldForDocumentsWithoutTheKey() {
		assertSame(key("a").isNotEqualTo(1), new Metadata(), true);
		assertSame(key("a").isNotIn(1, 2), new Metadata(), true);
		assertSame(Filter.not(key("a").isGreaterThan(1)), new Metadata(), true);
	}

	@Test
	void valuesOfAnotherKindAreNotEqualInsteadOfAnError() {
		assertThat(FilterTranslation.of(key("a").isEqualTo("1")).matches(Map.of("a", 1L))).isFalse();
	}

	@Test
	void whatTheStoreCannotAnswerIsRefused() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> FilterTranslation.of(key("a").isEqualTo(1).and(key("b").containsString("c"))))
			.withMessageContaining("ContainsString");
	}

	private static MetadataFilterBuilder key(String key) {
		return MetadataFilterBuilder.metadataKey(key);
	}

	private static void assertSame(Filter filter, Metadata metadata, boolean expected) {
		assertThat(filter.test(metadata)).as("LangChain4j: %s on %s", filter, metadata).isEqualTo(expected);
		Map<String, Object> stored = StoredSegment.document("id", TextSegment.from("text", metadata)).metadata();
		assertThat(FilterTranslation.of(filter).matches(stored)).as("%s on %s", filter, stored).isEqualTo(expected);
	}

}
