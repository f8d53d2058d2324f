package dev.semblance.encoders.internal.model;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubReferenceTests {

	@ParameterizedTest
	@CsvSource({ "BAAI/bge-small-en-v1.5, BAAI/bge-small-en-v1.5,", "a/b@main, a/b, main", "a/b@v1.0, a/b, v1.0",
			"a/b@refs/pr/1, a/b, refs/pr/1", "a/b@feature/x-y_z, a/b, feature/x-y_z",
			"a/b@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, a/b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"A_b-c.d/E_f-g.h, A_b-c.d/E_f-g.h," })
	void aNameIsTakenApart(String text, String repository, String revision) {
		assertThat(HubReference.parse(text)).contains(new HubReference(repository, revision));
		assertThat(HubReference.parse(text).orElseThrow()).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "a/", "/a", "a/b/c", "./a", "../a", "a/..", "../../etc", ".a/b", "-a/b",
			"a/-b", "a/b..c", "a b/c", "a/b c", "a\\b", "a/b\n", "C:/b", "a/b@", "a/b@../c", "a/b@c..d", "a/b@/c",
			"a/b@c/", "a/b@c//d", "a/b@-c", "a/b@c@d", "a/b@c d", "a/b@c\\d", "a/b@c\u0000", "a/b?x=1", "a/b#c",
			"a/b@c?d", "https://a/b", "ä/b", "a/%2e%2e" })
	void whatCannotBeAModelIsNone(String text) {
		assertThat(HubReference.parse(text)).isEmpty();
	}

	@Test
	void aNameOfEndlessLengthIsNone() {
		assertThat(HubReference.parse("a/" + "b".repeat(97))).isEmpty();
		assertThat(HubReference.parse("a/b@" + "c".repeat(201))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, true", "0123456789abcdef0123456789abcdef01234567, true",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, false", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
			"aaaaaaa, false", "main, false", "'', false" })
	void onlyItsFullNameIsACommit(String text, boolean commit) {
		assertThat(HubReference.isCommit(text)).isEqualTo(commit);
	}

	@Test
	void withoutARevisionTheMainBranchIsMeant() {
		assertThat(new HubReference("a/b", null).revisionOrMain()).isEqualTo("main");
		assertThat(new HubReference("a/b", "v1").revisionOrMain()).isEqualTo("v1");
	}

	@Test
	void aRevisionCanBeSetBesideTheName() {
		assertThat(new HubReference("a/b", null).at("v1")).isEqualTo(new HubReference("a/b", "v1"));
		assertThat(new HubReference("a/b", "v1").at("v1")).isEqualTo(new HubReference("a/b", "v1"));
		assertThat(new HubReference("a/b", "v1").at(null)).isEqualTo(new HubReference("a/b", "v1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "v2", "../x", "", " " })
	void aRevisionThatDoesNotFitIsRefused(String other) {
		HubReference reference = new HubReference("a/b", "v1");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reference.at(other))
			.withMessageContaining("'" + other + "'");
	}

}
