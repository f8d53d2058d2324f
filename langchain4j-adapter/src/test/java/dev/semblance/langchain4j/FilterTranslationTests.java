package dev.semblance.langchain4j;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.semblance.encoders.InvalidInputException;
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

	@Test
	void theOrderOfIdentifiersIsRefusedBecauseTheirTextHasAnother() {
		UUID id = UUID.randomUUID();
		for (Filter filter : List.of(new IsGreaterThan("a", id), new IsGreaterThanOrEqualTo("a", id),
				new IsLessThan("a", id), Filter.not(new IsLessThanOrEqualTo("a", id)))) {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> FilterTranslation.of(filter))
				.withMessageStartingWith("The filter on 'a' orders by the UUID " + id);
		}
	}

	@Test
	void valuesThatNoMetadataHasAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> FilterTranslation.of(key("a").isEqualTo(Double.NaN)))
			.withMessageContaining("'a' compares with NaN");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> FilterTranslation.of(new IsIn("a", List.of(List.of()))))
			.withMessageContaining("'a' compares with []");
	}

	@Test
	void aFilterOfOnesOwnIsRefused() {
		Filter own = (metadata) -> true;
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> FilterTranslation.of(own))
			.withMessageContaining("no condition for");
	}

	@Test
	void conditionsNest() {
		Filter filter = key("a").isEqualTo(1).or(key("b").isIn("x", "y").and(Filter.not(key("c").isLessThan(2))));
		assertSame(filter, new Metadata().put("a", 1), true);
		assertSame(filter, new Metadata().put("a", 2).put("b", "y"), true);
		assertSame(filter, new Metadata().put("b", "y").put("c", 1), false);
		assertSame(filter, new Metadata().put("b", "z").put("c", 2), false);
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
