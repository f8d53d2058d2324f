package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.FusedEntry;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One statement must give what {@link Fusion} makes of the legs' own results.
 */
class FusedSearchTests {

	private static final int COUNT = 200;

	private static final int VOCABULARY = 60;

	private final Random random = new Random(5);

	private final TestStore server = new TestStore();

	private final PgVectorStore store = this.server.builder()
		.space(Searches.space(4, SimilarityFunction.COSINE))
		.sparseSpace(Searches.sparseSpace(VOCABULARY))
		.open();

	@BeforeEach
	void fill() {
		this.store.upsert(IntStream.range(0, COUNT).mapToObj((i) -> document("d%03d".formatted(i))).toList());
	}

	@AfterEach
	void close() {
		this.store.close();
		this.server.close();
	}

	@Test
	void everySubsetOfLegsIsFusedByRankAsTheLegsOwnResultsAre() {
		requireSame(Fusion.named("rrf"));
		requireSame(new Fusion.ReciprocalRank(1));
		requireSame(new Fusion.ReciprocalRank(Integer.MAX_VALUE));
	}

	@Test
	void everySubsetOfLegsIsFusedByDistributionAsTheLegsOwnResultsAre() {
		requireSame(Fusion.named("dbsf"));
	}

	@Test
	void convexCombinationScalesTheScoresOfAllCandidatesInAllLegs() {
		requireSame(Fusion.named("convex"));
	}

	@Test
	void aLegThatFindsNothingLeavesTheOrderOfTheOthers() {
		LegQuery dense = new LegQuery.DenseQuery(DenseSearchTests.gaussian(this.random, 4, 1), 1, true);
		List<LegQuery> legs = List.of(dense, new LegQuery.SparseQuery(Searches.sparseVector(VOCABULARY), 1),
				new LegQuery.LexicalQuery("the of", 1));
		List<String> alone = Searches.ids(search(List.of(dense), Fusion.named("rrf"), 20, 20, null));
		for (String fusion : List.of("rrf", "dbsf", "convex")) {
			List<Candidate> found = search(legs, Fusion.named(fusion), 20, 20, null);
			assertThat(Searches.ids(found)).as(fusion).isEqualTo(alone);
			assertThat(found).allMatch((candidate) -> candidate.legs().keySet().equals(Set.of(Leg.DENSE)));
			assertThat(search(legs.subList(1, 3), Fusion.named(fusion), 20, 20, null)).isEmpty();
		}
	}

	@Test
	void equallyGoodDocumentsAreInTheOrderOfTheirIdsHoweverTheirRowsLie() {
		this.store.delete(MetadataFilter.and());
		List<EmbeddedDocument> equal = new ArrayList<>(IntStream.range(0, 50)
			.mapToObj((i) -> new EmbeddedDocument(new Document("d%02d".formatted(i), "word"),
					new float[] { 1, 0, 0, 0 }, Searches.sparseVector(VOCABULARY, 3, 1)))
			.toList());
		Collections.shuffle(equal, this.random);
		this.store.upsert(equal);
		List<LegQuery> legs = List.of(new LegQuery.DenseQuery(new float[] { 1, 0, 0, 0 }, 1, true),
				new LegQuery.SparseQuery(Searches.sparseVector(VOCABULARY, 3, 1), 1),
				new LegQuery.LexicalQuery("word", 1));
		List<Candidate> before = search(legs, Fusion.named("rrf"), 50, 50, null);
		assertThat(Searches.ids(before)).isSorted().hasSize(50);
		List<Candidate> few = search(legs, Fusion.named("dbsf"), 5, 7, null);
		rewriteRows(equal);
		assertThat(search(legs, Fusion.named("rrf"), 50, 50, null)).isEqualTo(before);
		assertThat(search(legs, Fusion.named("dbsf"), 5, 7, null)).isEqualTo(few);
	}

	/** Changes all rows and back again, the last first. */
	private void rewriteRows(List<EmbeddedDocument> documents) {
		List<EmbeddedDocument> reversed = new ArrayList<>(documents);
		Collections.reverse(reversed);
		for (EmbeddedDocument document : reversed) {
			this.store.upsert(List.of(new EmbeddedDocument(new Document(document.document().id(), "other"),
					new float[] { 0, 1, 0, 0 }, Searches.sparseVector(VOCABULARY, 4, 1))));
			this.store.upsert(List.of(document));
		}
		Sql.column(this.server.pool(),
				"SELECT tablename FROM pg_tables WHERE schemaname = '%s'".formatted(this.server.schema()))
			.forEach((table) -> Sql.execute(this.server.pool(),
					"VACUUM FULL %s.%s".formatted(this.server.schema(), table)));
	}

	private void requireSame(Fusion fusion) {
		for (int subset = 1; subset < 8; subset++) {
			for (int repetition = 0; repetition < 3; repetition++) {
				List<LegQuery> legs = legs(subset);
				int limit = 1 + this.random.nextInt(30);
				int window = limit + this.random.nextInt(30);
				MetadataFilter filter = this.random.nextBoolean() ? MetadataFilter.equal("even", true) : null;
				requireSame(legs, fusion, limit, window, filter);
			}
		}
	}

	private void requireSame(List<LegQuery> legs, Fusion fusion, int limit, int window,
			@Nullable MetadataFilter filter) {
		List<RankedLeg> ranked = legs.stream()
			.map((leg) -> ranked(leg,
					search(List.of(leg), fusion, (legs.size() > 1) ? window : limit, (legs.size() > 1) ? window : limit,
							filter)))
			.toList();
		Map<String, Map<Leg, LegRank>> ranks = fusion.fuse(ranked)
			.stream()
			.collect(Collectors.toMap(FusedEntry::id, FusedEntry::legs));
		List<RankedLeg> scored = (fusion instanceof Fusion.Convex && legs.size() > 1) ? completed(ranked, legs)
				: ranked;
		List<FusedEntry> expected = fusion.fuse(scored).stream().limit(limit).toList();
		List<Candidate> found = search(legs, fusion, limit, window, filter);
		assertThat(found).hasSameSizeAs(expected);
		for (int i = 0; i < found.size(); i++) {
			Candidate candidate = found.get(i);
			assertThat(candidate.score()).isCloseTo(expected.get(i).score(), Offset.offset(1e-9));
			assertThat(candidate.legs()).isEqualTo(ranks.get(candidate.document().id()));
		}
		assertThat(Searches.ids(found)).isEqualTo(expected.stream().map(FusedEntry::id).toList());
	}

	/** Adds the score of every candidate to every leg. */
	private List<RankedLeg> completed(List<RankedLeg> ranked, List<LegQuery> legs) {
		TreeSet<String> candidates = new TreeSet<>();
		ranked.forEach((leg) -> leg.entries().forEach((entry) -> candidates.add(entry.id())));
		List<RankedLeg> completed = new ArrayList<>();
		for (LegQuery leg : legs) {
			Map<String, Double> scores = new HashMap<>();
			search(List.of(leg), Fusion.named("rrf"), COUNT, COUNT, null)
				.forEach((candidate) -> scores.put(candidate.document().id(), candidate.score()));
			completed.add(new RankedLeg(leg.leg(), leg.weight(),
					candidates.stream()
						.map((id) -> new RankedLeg.Entry(id, scores.getOrDefault(id, 0.0)))
						.sorted(Comparator.comparingDouble(RankedLeg.Entry::score).reversed())
						.toList()));
		}
		return completed;
	}

	private static RankedLeg ranked(LegQuery leg, List<Candidate> found) {
		return new RankedLeg(leg.leg(), leg.weight(),
				found.stream()
					.map((candidate) -> new RankedLeg.Entry(candidate.document().id(), candidate.score()))
					.toList());
	}

	private List<Candidate> search(List<LegQuery> legs, Fusion fusion, int limit, int window,
			@Nullable MetadataFilter filter) {
		return this.store.search(new SearchRequest(legs, fusion, limit, window, filter));
	}

	private List<LegQuery> legs(int subset) {
		List<LegQuery> legs = new ArrayList<>();
		if ((subset & 1) != 0) {
			legs.add(new LegQuery.LexicalQuery(text(4), weight()));
		}
		if ((subset & 2) != 0) {
			legs.add(new LegQuery.DenseQuery(DenseSearchTests.gaussian(this.random, 4, 1), weight(), true));
		}
		if ((subset & 4) != 0) {
			legs.add(new LegQuery.SparseQuery(sparse(), weight()));
		}
		return legs;
	}

	private double weight() {
		return List.of(0.0, 0.3, 1.0, 7.5).get(this.random.nextInt(4));
	}

	private EmbeddedDocument document(String id) {
		return new EmbeddedDocument(new Document(id, text(10), Map.of("even", (id.hashCode() & 1) == 0)),
				DenseSearchTests.gaussian(this.random, 4, 1), sparse());
	}

	private SparseVector sparse() {
		int[] terms = this.random.ints(8, 0, VOCABULARY).distinct().sorted().toArray();
		return Searches.sparseVector(VOCABULARY,
				IntStream.of(terms)
					.boxed()
					.flatMapToDouble((term) -> DoubleStream.of(term, this.random.nextDouble()))
					.toArray());
	}

	private String text(int words) {
		return IntStream.range(0, words)
			.mapToObj((i) -> "word" + this.random.nextInt(VOCABULARY))
			.collect(Collectors.joining(" "));
	}

}
