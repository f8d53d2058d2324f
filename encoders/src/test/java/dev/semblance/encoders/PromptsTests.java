package dev.semblance.encoders;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PromptsTests {

	@ParameterizedTest
	@CsvSource({ "document passage corpus, document", "passage corpus, passage", "corpus, corpus", "query, ''" })
	void theFirstOfTheDocumentsPromptsIsTaken(String names, String expected) {
		Map<String, String> byName = new LinkedHashMap<>();
		for (String name : names.split(" ")) {
			byName.put(name, name);
		}
		assertThat(new Prompts(byName, null).of(TextRole.DOCUMENT)).isEqualTo(expected);
	}

	@Test
	void theDefaultPromptIsForTextsWithoutARole() {
		Prompts prompts = new Prompts(Map.of("task", "sort: "), "task");
		assertThat(prompts.of(TextRole.PLAIN)).isEqualTo("sort: ");
		assertThat(prompts.of(TextRole.QUERY)).isEmpty();
		assertThat(prompts.of(TextRole.DOCUMENT)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aPromptOfTheCallerWinsOverTheRole(TextRole role) {
		Prompts prompts = new Prompts(Map.of("query", "q: ", "document", "d: ", "task", "t: "), "task");
		assertThat(prompts.resolve(role, Prompt.text("mine: "))).isEqualTo("mine: ");
		assertThat(prompts.resolve(role, Prompt.text(""))).isEmpty();
		assertThat(prompts.resolve(role, Prompt.named("task"))).isEqualTo("t: ");
	}

	@Test
	void everyModelHasEmptyPromptsForQueriesAndDocuments() {
		assertThat(Prompts.NONE.resolve(TextRole.PLAIN, Prompt.named("query"))).isEmpty();
		assertThat(Prompts.NONE.resolve(TextRole.PLAIN, Prompt.named("document"))).isEmpty();
	}

	@Test
	void anUnknownNameIsRefusedWithThoseThereAre() {
		Prompts prompts = new Prompts(Map.of("task", "t: "), null);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> prompts.resolve(TextRole.QUERY, Prompt.named("Task")))
			.withMessage("The model has no prompt 'Task'. Use one of document, query, task, or none.");
	}

	@Test
	void addedPromptsReplaceThoseOfTheSameNameAndKeepTheDefault() {
		Prompts prompts = new Prompts(Map.of("task", "t: ", "query", "q: "), "task").with(Map.of("task", "new: "));
		assertThat(prompts.of(TextRole.PLAIN)).isEqualTo("new: ");
		assertThat(prompts.of(TextRole.QUERY)).isEqualTo("q: ");
	}

	@Test
	void laterChangesOfTheMapDoNotMatter() {
		Map<String, String> byName = new LinkedHashMap<>(Map.of("query", "q: "));
		Prompts prompts = new Prompts(byName, null);
		byName.put("query", "changed");
		assertThat(prompts.of(TextRole.QUERY)).isEqualTo("q: ");
	}

}
