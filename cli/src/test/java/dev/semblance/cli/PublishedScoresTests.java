package dev.semblance.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Scores that the models' authors and MTEB published, over the STS benchmark and SciFact,
 * found in the folder that the environment variable SEMBLANCE_DATA names ({@code stsb}
 * and {@code scifact}).
 */
@Tag("published")
@EnabledIfEnvironmentVariable(named = PublishedScoresTests.DATA, matches = ".+")
class PublishedScoresTests {

	static final String DATA = "SEMBLANCE_DATA";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@SuppressWarnings("NullAway.Init")
	private static SciFactStores stores;

	@BeforeAll
	static void encodeSciFact() {
		stores = new SciFactStores(data("scifact"), folder.resolve("store"));
	}

	@AfterAll
	static void dropSciFact() {
		stores.close();
	}

	@Test
	void miniLmAgreesWithPeopleAsPublished() {
		assertThat(sts(CommandRun.MINILM)).isCloseTo(0.8203, within(0.0005));
	}

	@Test
	void bgeSmallAgreesWithPeopleAsPublished() {
		assertThat(sts(CommandRun.BGE)).isCloseTo(0.8586, within(0.001));
	}

	@Test
	void miniLmFindsSciFactsEvidenceAsPublished() {
		assertThat(ndcgInLucene("--model", CommandRun.MINILM)).isCloseTo(0.645, within(0.002));
	}

	@Test
	void wordsFindSciFactsEvidenceAsWellAsBm25Should() {
		assertThat(ndcg("--legs", "lexical")).isGreaterThanOrEqualTo(0.675);
	}

	@Test
	void bm25AsASparseEncoderFindsAsMuchAsTheLexicalLeg() {
		assertThat(ndcg("--legs", "sparse")).isGreaterThanOrEqualTo(0.675);
	}

	@Test
	void bothLegsFindSciFactsEvidenceBetterThanEither() {
		assertThat(ndcgInLucene("--model", CommandRun.MINILM, "--legs", "dense,lexical", "--fusion", "rrf"))
			.isGreaterThanOrEqualTo(0.715);
	}

	@Test
	void postgresFindsSciFactsEvidenceAsPublished() {
		assertThat(ndcgInPostgres("--model", CommandRun.MINILM)).isCloseTo(0.645, within(0.002));
	}

	@Test
	void bm25InPostgresFindsAsMuchAsInLucene() {
		assertThat(ndcgInPostgres("--legs", "sparse")).isGreaterThanOrEqualTo(0.675);
	}

	@Test
	void meaningAndBm25InPostgresFindMoreThanEither() {
		assertThat(ndcgInPostgres("--model", CommandRun.MINILM, "--legs", "dense,sparse", "--fusion", "rrf"))
			.isGreaterThanOrEqualTo(0.715);
	}

	/** Ranked by ts_rank, which does not know how rare a word is. */
	@Test
	void postgresOwnRankingOfWordsFindsLess() {
		assertThat(ndcgInPostgres("--legs", "lexical")).isBetween(0.59, 0.65);
	}

	private static double sts(String model) {
		return run("evaluate", "sts", "--model", model, "--data", data("stsb")).get("spearman_cosine").doubleValue();
	}

	private static double ndcg(Object... options) {
		Stream<Object> command = Stream.of("evaluate", "retrieval", "--data", data("scifact"), "--split", "test");
		return run(Stream.concat(command, Arrays.stream(options)).toArray()).get("ndcg_at_10").doubleValue();
	}

	private static double ndcgInLucene(Object... options) {
		return ndcgOfKept(options, "--store", "lucene", "--store-path", stores.folder());
	}

	private static double ndcgInPostgres(Object... options) {
		return ndcgOfKept(options, "--store", "pgvector", "--store-url", PgVectorServer.url(), "--store-schema",
				stores.schema(), "--store-collection", SciFactStores.COLLECTION);
	}

	private static double ndcgOfKept(Object[] options, Object... store) {
		Stream<Object> command = Stream.of("evaluate", "retrieval", "--data", data("scifact"), "--split", "test",
				"--exact");
		JsonNode result = run(
				Stream.of(command, Arrays.stream(options), Arrays.stream(store)).flatMap((part) -> part).toArray());
		assertThat(result.get("ingested").intValue()).isZero();
		return result.get("ndcg_at_10").doubleValue();
	}

	private static JsonNode run(Object... arguments) {
		CommandRun run = CommandRun.of(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray());
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		return run.json();
	}

	private static Path data(String collection) {
		return Path.of(System.getenv(DATA)).resolve(collection);
	}

}
