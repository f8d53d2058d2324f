package dev.semblance.encoders.hub;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.hub.server.Fault;
import dev.semblance.encoders.hub.server.ReceivedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The token reaches the hub and nobody else, and nothing comes unencrypted from another
 * machine unless somebody allows it.
 */
class SecurityTests extends AbstractHubTests {

	/** Of a network that exists in documents only. */
	private static final String ANOTHER_MACHINE = "http://192.0.2.1";

	@Test
	void theTokenGoesToTheHubOnly() {
		serve().gated(TOKEN);
		assertComplete(withToken().pull(NAME));
		assertTokenWentToTheHubOnly();
	}

	@Test
	void theTokenGoesToTheHubOnlyAfterAModelMoved() {
		serve().gated(TOKEN);
		this.server.redirectSmallFiles();
		this.server.moved("old/name", NAME);
		withToken().pull("old/name");
		assertTokenWentToTheHubOnly();
	}

	@Test
	void theTokenGoesToTheHubOnlyIfTheSecondHostLeadsOn() {
		serve().gated(TOKEN);
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		this.server.on(this::isBig).answer(1, new Fault.Redirect(302, "/repos/elsewhere"));
		assertComplete(withToken().pull(NAME));
		assertTokenWentToTheHubOnly();
	}

	@Test
	void theTokenOfTheEnvironmentIsSent() {
		serve().gated(TOKEN);
		Map<String, String> environment = environment();
		environment.put("HF_TOKEN", TOKEN);
		assertComplete(impatient(environment).build().pull(NAME));
		assertTokenWentToTheHubOnly();
	}

	private void assertTokenWentToTheHubOnly() {
		assertThat(this.server.requests()).filteredOn(this::isOnSecondHost)
			.isNotEmpty()
			.allSatisfy((request) -> assertThat(request.headers().toString()).doesNotContain(TOKEN));
		assertThat(this.server.requests()).filteredOn((request) -> !isOnSecondHost(request))
			.allSatisfy((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN));
	}

	@Test
	void withoutATokenNoneIsSent() {
		serve();
		pull();
		assertThat(this.server.requests())
			.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("authorization"));
	}

	@Test
	void contentIsAskedForAsItIs() {
		serve();
		pull();
		assertThat(this.server.requests()).extracting(ReceivedRequest::method).contains("HEAD", "GET");
		assertThat(this.server.requests())
			.allSatisfy((request) -> assertThat(request.header("Accept-Encoding")).isEqualTo("identity"));
	}

	@Test
	void anotherMachineIsNotAskedWithoutEncryption() {
		Map<String, String> environment = environment();
		environment.put("HF_ENDPOINT", ANOTHER_MACHINE);
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient(environment).build().pull(NAME))
			.withMessageContaining("192.0.2.1")
			.withMessageContaining("without encryption")
			.withMessageContaining("SEMBLANCE_PLAIN_HTTP");
	}

	@ParameterizedTest
	@ValueSource(strings = { ANOTHER_MACHINE + "/x", "http://localhost.example/x", "http://127.0.0.1.example/x",
			"http://2130706433.example/x", "//192.0.2.1/x" })
	void theHubCannotLeadToAnotherMachineWithoutEncryption(String location) {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.put("Location", location);
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> withToken().pull(NAME))
			.withMessageContaining("without encryption");
		assertOnlyRightFiles();
	}

	@Test
	void theSecondHostCannotLeadToAnotherMachineWithoutEncryption() {
		serve();
		this.server.on(this::isBig).answer(new Fault.Redirect(302, ANOTHER_MACHINE + "/x"));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> withToken().pull(NAME))
			.withMessageContaining("192.0.2.1 would be asked without encryption");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 407, 429, 500 })
	void noRefusalShowsTheToken(int status) {
		serve();
		this.server.on(this::isHeadOfBig)
			.answer(new Fault.Status(status, Map.of("X-Error-Message", TOKEN, "Retry-After", "3600")));
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> withToken().pull(NAME))
			.satisfies(SecurityTests::assertNoToken);
	}

	@Test
	void noFailureShowsTheToken() {
		serve();
		this.server.on(this::isBig).answer(new Fault.Truncated(0.1));
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> withToken().pull(NAME))
			.satisfies(SecurityTests::assertNoToken);
	}

	@Test
	void noFailureShowsASignature() {
		serve();
		Map<String, String> headers = headersOfBig();
		headers.put("Location", "ftp://127.0.0.1/x?X-Signature=5ecret");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(this::pull)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("5ecret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "hf_Secret\nOfTheTests", "hf_Secret OfTheTests", "hf_Secret\u00e9OfTheTests" })
	void aTokenThatCanBeNoneIsRefusedWithoutItsValue(String token) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> impatient().token(token))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("OfTheTests"));
	}

	@Test
	void nothingThatIsPrintedShowsTheToken() {
		ModelHub hub = withToken();
		assertThat(hub.toString()).doesNotContain(TOKEN).contains(this.server.endpoint().toString());
	}

	private ModelHub withToken() {
		return impatient().token(TOKEN).build();
	}

	private static void assertNoToken(Throwable failure) {
		StringWriter printed = new StringWriter();
		failure.printStackTrace(new PrintWriter(printed));
		assertThat(printed.toString()).doesNotContain(TOKEN);
	}

}
