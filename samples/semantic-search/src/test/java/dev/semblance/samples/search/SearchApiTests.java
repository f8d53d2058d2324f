package dev.semblance.samples.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.semblance.boot.test.AutoConfigureSemblanceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc
@AutoConfigureSemblanceTest
class SearchApiTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private static Path folder;

	@Autowired
	@SuppressWarnings("NullAway.Init") // Spring sets it
	private MockMvcTester mvc;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws IOException {
		Path corpus = Files.writeString(folder.resolve("corpus.jsonl"), """
				{"_id":"lock","title":"Locks","text":"Threads wait for locks.","metadata":{"topic":"threads"}}
				{"_id":"<b>","text":"<script>alert('tea')</script>"}
				{"_id":"broken","text":"half a character \\ud83d"}
				""");
		registry.add("documents", corpus::toString);
	}

	@BeforeEach
	void awaitIngest() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(get("/api/status")).bodyJson()
				.extractingPath("$.ingest.state")
				.isEqualTo("finished"));
	}

	@Test
	void aSearchAnswersWithHitsAndTheirLegs() {
		assertThat(get("/api/search?q=threads waiting for locks&k=1")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"query": "threads waiting for locks", "hits": [{"id": "lock", "title": "Locks",
				"snippet": "Threads wait for locks.", "marks": [{"start": 0, "end": 7}, {"start": 8, "end": 12},
				{"start": 17, "end": 22}],
				"text": "Locks Threads wait for locks.", "metadata": {"topic": "threads", "title": "Locks"},
				"legs": {"dense": {"rank": 1}, "lexical": {"rank": 1}}}]}""");
	}

	@Test
	void aHitNamesTimeAndScores() {
		MvcTestResult result = get("/api/search?q=locks");
		assertThat(result).bodyJson().extractingPath("$.milliseconds").asNumber().isNotNull();
		assertThat(result).bodyJson().extractingPath("$.hits[0].score").asNumber().isNotNull();
		assertThat(result).bodyJson().extractingPath("$.hits[0].legs.lexical.score").asNumber().isNotNull();
	}

	@Test
	void aLegThatDidNotFindAHitIsLeftOut() {
		assertThat(get("/api/search?q=locks")).bodyJson()
			.extractingPath("$.hits[-1:].legs.lexical")
			.asArray()
			.isEmpty();
	}

	@Test
	void kLimitsTheHits() {
		assertThat(get("/api/search?q=locks&k=2")).bodyJson().extractingPath("$.hits").asArray().hasSize(2);
	}

	@Test
	void aDocumentWithoutTitleIsCalledByItsId() {
		assertThat(get("/api/search?q=tea&k=1")).bodyJson().extractingPath("$.hits[0].title").isEqualTo("<b>");
	}

	@Test
	void aDocumentWithABrokenCharacterIsShown() {
		assertThat(get("/api/search?q=half character&k=1")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.hits[0].id")
			.isEqualTo("broken");
	}

	@ParameterizedTest
	@CsvSource({ "'/api/search', The query is empty.", "'/api/search?q=', The query is empty.",
			"'/api/search?q=  ', The query is empty.", "'/api/search?q=a&k=0', k is '0'. Ask for 1 to 100 hits.",
			"'/api/search?q=a&k=101', k is '101'.", "'/api/search?q=a&k=-1', k is '-1'.",
			"'/api/search?q=a&k=ten', k is 'ten'.", "'/api/search?q=a&k=99999999999', k is '99999999999'." })
	void badInputIsRefusedWithAProblem(String uri, String sentence) {
		MvcTestResult result = get(uri);
		assertThat(result).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("$.detail").asString().startsWith(sentence);
		assertThat(result).bodyText().doesNotContain("Exception", "\tat ", "trace");
	}

	@Test
	void anEndlessQueryIsRefusedWithItsLengthAndTheLimit() {
		assertThat(get("/api/search?q=" + "a ".repeat(501))).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("The query has 1,002 characters. Ask in at most 1,000.");
	}

	@Test
	void queriesOfAnyCharactersAreAnswered() {
		for (String query : new String[] { "\"", "a AND (b OR", "*:*", "\\", "😀", "\u0000", "ما هو القفل؟", "-" }) {
			assertThat(this.mvc.get().uri("/api/search").param("q", query)).as(query).hasStatusOk();
		}
	}

	@Test
	void theStatusTellsCollectionModelAndProgress() {
		assertThat(get("/api/status")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"documents": 3, "model": "semblance-test/hash", "device": "cpu", "examples": [],
				"ingest": {"state": "finished", "done": 3, "total": 3, "problem": null}}""");
	}

	@Test
	void thePageIsServedAndLoadsNothingFromElsewhere() {
		MvcTestResult result = get("/index.html");
		assertThat(result).hasStatusOk().hasContentTypeCompatibleWith(MediaType.TEXT_HTML);
		assertThat(result).bodyText()
			.contains("<title>Semantic search</title>")
			.doesNotContain("https://", "innerHTML");
	}

	@Test
	void theRootLeadsToThePage() {
		assertThat(get("/")).hasForwardedUrl("index.html");
	}

	private MvcTestResult get(String uri) {
		return this.mvc.get().uri(uri).exchange();
	}

}
