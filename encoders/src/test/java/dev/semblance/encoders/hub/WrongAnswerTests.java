package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelAccessException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.hub.server.Fault;
import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a hub refuses, and what it should not answer, ends in a sentence that names the
 * model and what to do.
 */
class WrongAnswerTests extends AbstractHubTests {

	private static final String COMMIT = "c".repeat(40);

	@Test
	void aRepositoryThatMovedIsFound() {
		serve();
		this.server.moved("old/name", NAME);
		assertThat(impatient().build().pull("old/name").revision()).isEqualTo(this.server.repository(NAME).head());
	}

	@Test
	void smallFilesMayComeFromAnotherPathOfTheHub() {
		serve();
		this.server.redirectSmallFiles();
		assertComplete(pull());
	}

	@Test
	void aRepositoryThatMovedIsFoundIfSmallFilesComeFromAnotherPath() {
		serve();
		this.server.redirectSmallFiles();
		this.server.moved("old/name", NAME);
		assertThat(impatient().build().pull("old/name").revision()).isEqualTo(this.server.repository(NAME).head());
	}

	@Test
	void aGatedModelIsRefusedWithoutAToken() {
		serve().gated(TOKEN);
		assertThatExceptionOfType(ModelAccessException.class).isThrownBy(this::pull)
			.withMessageContaining(NAME)
			.withMessageContaining("gated, and no token was given")
			.withMessageContaining("HF_TOKEN")
			.withMessageContaining(this.server.endpoint() + "/" + NAME);
	}

	@Test
	void aGatedModelIsRefusedWithAnotherToken() {
		serve().gated(TOKEN);
		assertThatExceptionOfType(ModelAccessException.class)
			.isThrownBy(() -> impatient().token("hf_other").build().pull(NAME))
			.withMessageContaining("the token that was given has no access");
	}

	@Test
	void aGatedModelIsFetchedWithItsToken() {
		serve().gated(TOKEN);
		assertComplete(impatient().token(TOKEN).build().pull(NAME));
	}

	@Test
	void aMissingOrPrivateModelIsSaidToBeMissingOrPrivate() {
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(this::pull)
			.withMessageContaining("has no model %s, or it is private".formatted(NAME))
			.withMessageContaining("HF_TOKEN");
	}

	@Test
	void aModelThatIsMissingWithATokenIsSaidToBe() {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> impatient().token(TOKEN).build().pull(NAME))
			.withMessageContaining("the token that was given may not read it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-such-branch", "refs/pr/7", "0123456789012345678901234567890123456789" })
	void aMissingRevisionIsNamed(String revision) {
		serve();
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> impatient().build().pull(NAME + "@" + revision))
			.withMessageContaining(NAME)
			.withMessageContaining("no revision '%s'".formatted(revision));
	}

	@ParameterizedTest
	@CsvSource({ "EntryNotFound", "''" })
	void aFileThatIsListedAndMissingIsNamed(String code) {
		serve();
		this.server.on(this::isHeadOfBig)
			.answer(new Fault.Status(404, code.isEmpty() ? Map.of() : Map.of("X-Error-Code", code)));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining(NAME)
			.withMessageContaining("lists the file %s and does not have it".formatted(BIG));
	}

	@Test
	void aStatusThatNobodyExpectsIsNamed() {
		serve();
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(418, Map.of()));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining(BIG + " of " + NAME)
			.withMessageContaining("status 418");
	}

	@Test
	void aProxyThatWantsALoginIsNamed() {
		serve();
		this.server.on(this::isListing).answer(new Fault.Status(407, Map.of("Proxy-Authenticate", "Basic realm=x")));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("407")
			.withMessageContaining("jdk.http.auth.tunneling.disabledSchemes");
	}

	@ParameterizedTest
	@CsvSource({ "true, the token that was given", "false, anybody without a token" })
	void aModelThatIsForbiddenIsNotSaidToBeGated(boolean token, String part) {
		serve();
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(403, Map.of()));
		ModelHub hub = (token ? impatient().token(TOKEN) : impatient()).build();
		assertThatExceptionOfType(ModelAccessException.class).isThrownBy(() -> hub.pull(NAME))
			.withMessageContaining("or a proxy in between")
			.withMessageContaining(part)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("gated"));
	}

	@Test
	void aTokenThatIsNotAcceptedIsSaidToBe() {
		serve();
		this.server.on(this::isListing).answer(new Fault.Status(401, Map.of()));
		assertThatExceptionOfType(ModelAccessException.class)
			.isThrownBy(() -> impatient().token(TOKEN).build().pull(NAME))
			.withMessageContaining(NAME)
			.withMessageContaining("may be invalid or expired; or there is no such model");
	}

	@Test
	void redirectsWithinTheHubMayBeAbsolute() {
		serve();
		this.server.on(this::isListing)
			.answer(1,
					new Fault.Redirect(307, this.server.endpoint() + "/api/models/%s/revision/main".formatted(NAME)));
		assertComplete(pull());
	}

	@Test
	void aListingThatIsTooLongIsRefused() {
		serve();
		this.server.on(this::isListing).answer(new Fault.Longer(17 * 1024 * 1024));
		assertWrong("its answer for %s is too long".formatted(NAME));
	}

	@Test
	void aFileWithoutAChecksumIsRefused() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.remove("X-Linked-Etag");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertWrong("no checksum for %s of %s".formatted(BIG, NAME));
	}

	@Test
	void aFileWithSomethingElseForAChecksumIsRefused() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.put("X-Linked-Etag", "\"abc\"");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertWrong("no checksum for %s of %s".formatted(BIG, NAME));
	}

	@Test
	void aFileWithoutASizeIsRefused() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.remove("X-Linked-Size");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertWrong("the size of %s of %s".formatted(BIG, NAME));
	}

	@Test
	void aFileOfAnotherCommitIsRefused() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.put("X-Repo-Commit", COMMIT);
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertWrong(BIG + " of " + NAME, "the commit '%s'".formatted(COMMIT));
	}

	@Test
	void aFileOfNoCommitIsRefused() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.remove("X-Repo-Commit");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertWrong(BIG + " of " + NAME);
	}

	@Test
	void aListingThatIsNotJsonIsRefused() {
		serve();
		this.server.on(this::isListing).answer(new Fault.Longer(3));
		assertWrong("its answer for %s is not JSON".formatted(NAME));
	}

	@Test
	void aListingThatIsEmptyIsRefused() {
		serve();
		this.server.on(this::isListing).answer(new Fault.Status(200, Map.of()));
		assertWrong(NAME);
	}

	@Test
	void aListingThatIsAPageIsRefused() {
		this.server.repository("test/page").commit(COMMIT, Map.of("page", text("<html>Please log in</html>")));
		this.server.on(this::isListing).answer(new Fault.Redirect(302, "/test/page/resolve/main/page"));
		assertWrong("its answer for %s is not JSON".formatted(NAME));
	}

	@Test
	void aListingThatIsElsewhereIsRefused() {
		serve();
		this.server.on(this::isListing)
			.answer(new Fault.Redirect(302, "http://%s/api/models".formatted(this.server.secondHost())));
		assertWrong(NAME, this.server.secondHost());
		assertThat(this.server.requests()).noneMatch(this::isOnSecondHost);
	}

	@ParameterizedTest
	@ValueSource(strings = { "main", "../../../../outside", "", "C0FFEE", "refs" })
	void aCommitThatIsNoneIsRefused(String commit) {
		this.server.repository(NAME).commit(commit, Map.of("config.json", text("{}")));
		assertWrong("names no commit for %s, but '%s'".formatted(NAME, commit));
		assertThat(files(home())).isEmpty();
	}

	@Test
	void anotherCommitThanTheOneAskedForIsRefused() {
		serve();
		this.server.repository(NAME).branch(COMMIT, this.server.repository(NAME).head());
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().build().pull(NAME + "@" + COMMIT))
			.withMessageContaining("answers for the commit");
		assertThat(files(home())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../evil", "a/../../evil", "..", ".", "/etc/passwd", "a//b", "a/", "C:/evil", "C:evil",
			"..\\evil", "\\\\host\\share", "a\\b", "a\u0000b", "a\nb", "" })
	void aNameThatCouldLeadOutOfTheFolderIsRefused(String name) {
		this.server.repository(NAME).commit(COMMIT, Map.of("config.json", text("{}"), name, text("evil")));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull)
			.withMessageContaining(NAME)
			.withMessageContaining("'%s', which leads out of its folder".formatted(name));
		assertThat(files(home())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "semblance-lock.json", "Semblance-Lock.JSON" })
	void aRepositoryCannotReplaceTheRecordOfItsFiles(String name) throws IOException {
		new TinyModel().externalData(name).write(source());
		for (String file : List.of("model.onnx", name)) {
			Files.move(source().resolve("onnx").resolve(file), source().resolve(file));
		}
		this.server.repository(NAME).folder(source());
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull).withMessageContaining(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "a/b/c", "org/name@", "org/name@../x", "org/..", "", "/abs", "org/na me" })
	void aNameThatIsNoneOfAModelIsRefused(String name) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> impatient().build().pull(name))
			.withMessageContaining("'%s'".formatted(name));
		assertThat(this.server.requests()).isEmpty();
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private void assertWrong(String... parts) {
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("gives a wrong answer")
			.withMessageContaining("HF_ENDPOINT")
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
		assertThat(files(home())).noneMatch((file) -> file.endsWith(BIG));
	}

}
