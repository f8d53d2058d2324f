package dev.semblance.store.lucene;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The index must select the documents that {@link MetadataFilter#matches} selects.
 */
class FilteredSearchTests {

	private static final String LONG_PREFIX = "p".repeat(MetadataTerms.LONGEST_VALUE);

	private static final List<String> KEYS = List.of("a", "b", "a.b", "\"quoted'", "\uD83D\uDE00", "\uD83D",
			"k".repeat(40_000), "k".repeat(40_001));

	private static final List<Object> VALUES = List.of(0L, -0.0, 0.0, 1L, 1.0, -1L, 0.5, Double.MIN_VALUE,
			Long.MAX_VALUE, Long.MAX_VALUE - 1, (double) Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1,
			(double) Long.MIN_VALUE, (1L << 53) + 1, 1L << 53, 0x1p53, -(1L << 53) - 1, Double.MAX_VALUE,
			-Double.MAX_VALUE, 1e300, true, false, "", "a", "b", "ab", "\u0000", "\uFFFF", "\uD83D\uDE00", "\uD83D",
			"\uE000", "true", "1", LONG_PREFIX.substring(1), LONG_PREFIX, LONG_PREFIX + "a", LONG_PREFIX + "b",
			LONG_PREFIX + "\uFFFF", "z".repeat(70_000), "z".repeat(70_000) + "y",
			"\u20AC".repeat(MetadataTerms.LONGEST_VALUE), "\u20AC".repeat(MetadataTerms.LONGEST_VALUE) + "\u20AD");

	private static final List<Operator> OPERATORS = List.of(Operator.values());

	private static final List<Object> BOUNDS = new ArrayList<>(VALUES);

	static {
		BOUNDS.addAll(List.of(5, 0.5f, new BigDecimal("9007199254740993.5"), new BigDecimal("9223372036854775806.5"),
				new BigDecimal("9223372036854775807.000001"), new BigDecimal("-9223372036854775808.5"),
				new BigDecimal("1E+400"), new BigDecimal("-1E+400"), new BigDecimal("1E+1000000000"),
				new BigDecimal("-1E+1000000000"), new BigDecimal("1E-400"), new BigDecimal("-1E-1000000000"),
				new BigDecimal("0.1"), new BigDecimal("1.00"), BigInteger.ONE.shiftLeft(63),
				BigInteger.ONE.shiftLeft(1024), new BigDecimal("1E+300"), LONG_PREFIX + "aa", LONG_PREFIX + "0"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void randomFiltersSelectWhatTheyMatch(int seed) {
		Random random = new Random(seed);
		List<EmbeddedDocument> documents = IntStream.range(0, 120)
			.mapToObj((i) -> document("d" + i, randomMetadata(random)))
			.toList();
		try (LuceneStore store = open()) {
			for (int start = 0; start < documents.size(); start += 40) {
				store.upsert(documents.subList(start, start + 40));
			}
			store.upsert(List.of(document("gone", Map.of("a", 1))));
			store.delete(List.of("gone"));
			for (int i = 0; i < 400; i++) {
				requireSame(store, documents, randomFilter(random, 3));
			}
		}
	}

	@Test
	void everyValueComparesWithEveryBoundAsItMatches() {
		List<EmbeddedDocument> documents = IntStream.range(0, VALUES.size())
			.mapToObj((i) -> document("d" + i, Map.of("a", VALUES.get(i))))
			.toList();
		try (LuceneStore store = open()) {
			store.upsert(documents);
			for (Object bound : BOUNDS) {
				for (Operator operator : OPERATORS) {
					requireSame(store, documents, new MetadataFilter.Comparison("a", operator, bound));
				}
			}
		}
	}

	@Test
	void thereMayBeMoreConditionsThanLuceneAllowsClauses() {
		List<EmbeddedDocument> documents = IntStream.range(0, 30)
			.mapToObj((i) -> document("d" + i, Map.of("n", i, "s", "v" + i)))
			.toList();
		try (LuceneStore store = open()) {
			store.upsert(documents);
			requireSame(store, documents, new MetadataFilter.Or(
					IntStream.range(20, 3000).mapToObj((i) -> MetadataFilter.equal("n", i)).toList()));
			requireSame(store, documents,
					new MetadataFilter.In("s", IntStream.range(7, 3000).<Object>mapToObj((i) -> "v" + i).toList()));
			requireSame(store, documents,
					new MetadataFilter.And(IntStream.range(20, 3000)
						.mapToObj((i) -> MetadataFilter.not(MetadataFilter.equal("n", i)))
						.toList()));
		}
	}

	@Test
	void aFilterAppliesInsideTheLexicalLeg() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(IntStream.range(0, 500)
				.mapToObj((i) -> new EmbeddedDocument(new Document("d" + i, "word", Map.of("n", i)), null))
				.toList());
			MetadataFilter last = new MetadataFilter.Comparison("n", Operator.GREATER_OR_EQUAL, 498);
			assertThat(Searches.ids(store.search(Searches.lexical("word", 2, last)))).containsExactly("d498", "d499");
		}
	}

	private static LuceneStore open() {
		return LuceneStore.builder().space(Searches.space(1, SimilarityFunction.DOT)).open();
	}

	private static EmbeddedDocument document(String id, Map<String, Object> metadata) {
		return new EmbeddedDocument(new Document(id, "", metadata), new float[] { 1 });
	}

	private static void requireSame(LuceneStore store, List<EmbeddedDocument> documents, MetadataFilter filter) {
		Set<String> expected = documents.stream()
			.map(EmbeddedDocument::document)
			.filter((document) -> filter.matches(document.metadata()))
			.map(Document::id)
			.collect(Collectors.toCollection(TreeSet::new));
		SearchRequest request = Searches.dense(new float[] { 1 }, documents.size(), true, filter);
		assertThat(new TreeSet<>(Searches.ids(store.search(request)))).as(() -> shortened(filter)).isEqualTo(expected);
		assertThat(store.count(filter)).isEqualTo(expected.size());
	}

	private static String shortened(MetadataFilter filter) {
		return filter.toString().replaceAll("(.)\\1{20,}", "$1...");
	}

	private static Map<String, Object> randomMetadata(Random random) {
		Map<String, Object> metadata = new HashMap<>();
		for (String key : KEYS) {
			boolean expensive = key.length() > 100;
			if (random.nextInt(expensive ? 15 : 2) == 0) {
				metadata.put(key, VALUES.get(random.nextInt(VALUES.size())));
			}
		}
		return metadata;
	}

	private static MetadataFilter randomFilter(Random random, int depth) {
		String key = KEYS.get(random.nextInt(KEYS.size()));
		return switch (random.nextInt((depth > 0) ? 8 : 5)) {
			case 0 -> new MetadataFilter.Exists(key);
			case 1 -> new MetadataFilter.In(key,
					IntStream.range(0, random.nextInt(4)).mapToObj((i) -> randomBound(random)).toList());
			case 2, 3, 4 -> new MetadataFilter.Comparison(key, OPERATORS.get(random.nextInt(OPERATORS.size())),
					randomBound(random));
			case 5 -> new MetadataFilter.And(randomFilters(random, depth - 1));
			case 6 -> new MetadataFilter.Or(randomFilters(random, depth - 1));
			default -> new MetadataFilter.Not(randomFilter(random, depth - 1));
		};
	}

	private static List<MetadataFilter> randomFilters(Random random, int depth) {
		return IntStream.range(0, random.nextInt(4)).mapToObj((i) -> randomFilter(random, depth)).toList();
	}

	private static Object randomBound(Random random) {
		return BOUNDS.get(random.nextInt(BOUNDS.size()));
	}

}
