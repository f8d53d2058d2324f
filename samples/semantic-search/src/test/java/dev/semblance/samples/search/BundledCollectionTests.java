package dev.semblance.samples.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.semblance.retrieval.pipeline.Retriever;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application with the real model.
 */
@SpringBootTest
class BundledCollectionTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private static Path folder;

	@Autowired
	@SuppressWarnings("NullAway.Init") // Spring sets it
	private Retriever retriever;

	@Autowired
	@SuppressWarnings("NullAway.Init") // Spring sets it
	private BackgroundIngest ingest;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("semblance.store.path", () -> folder.toString());
	}

	@BeforeEach
	void awaitIngest() {
		Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> this.ingest.status().state().isEnd());
	}

	/** 36 of the 40 do; the bound leaves room for one more to slip. */
	@Test
	void questionsFindTheirDocumentsAmongTheFirstThree() throws IOException {
		List<String> questions = new ClassPathResource("questions.tsv").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
		List<String> missed = questions.stream().filter((line) -> !isFound(line.split("\t"))).toList();
		assertThat(questions).hasSize(40);
		assertThat(missed).hasSizeLessThanOrEqualTo(5);
	}

	private boolean isFound(String[] questionAndId) {
		return this.retriever.retrieve(questionAndId[0], 3)
			.stream()
			.anyMatch((hit) -> hit.document().id().equals(questionAndId[1]));
	}

}
