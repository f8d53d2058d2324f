package dev.semblance.encoders.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.hub.server.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A hub behind TLS whose certificate only those trust who were told to.
 */
class TlsTests extends AbstractHubTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private static Path keys;

	private static SSLContext context;

	private static Path certificate;

	private Tunnel tunnel;

	@BeforeAll
	static void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
		Path store = keys.resolve("keys.p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "hub", "-keyalg", "EC", "-dname",
				"CN=test", "-ext", "san=ip:127.0.0.1,dns:localhost,dns:hub.example", "-storetype", "PKCS12",
				"-keystore", store.toString(), "-storepass", PASSWORD, "-validity", "2")
			.redirectErrorStream(true)
			.redirectOutput(keys.resolve("keytool.txt").toFile())
			.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		KeyStore loaded = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(store)) {
			loaded.load(stream, PASSWORD.toCharArray());
		}
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(loaded, PASSWORD.toCharArray());
		context = SSLContext.getInstance("TLS");
		context.init(factory.getKeyManagers(), null, null);
		certificate = Files.writeString(keys.resolve("certificate.pem"),
				"-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
					.formatted(Base64.getMimeEncoder().encodeToString(loaded.getCertificate("hub").getEncoded())));
	}

	@BeforeEach
	void open() throws IOException {
		serve();
		URI hub = this.server.endpoint();
		this.tunnel = Tunnel.start(
				context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
				(first) -> new Socket(hub.getHost(), hub.getPort()));
	}

	@AfterEach
	void close() throws IOException {
		this.tunnel.close();
	}

	@Test
	void aCertificateThatNobodyTrustsIsRefusedAtOnce() {
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> impatient(secure()).build().pull(NAME))
			.withMessageContaining(NAME)
			.withMessageContaining("attempt 1 of 5")
			.withMessageContaining("SSL_CERT_FILE");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void aCertificateThatTheBuilderNamesIsTrusted() {
		assertComplete(trusting().pull(NAME));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE" })
	void aCertificateThatTheEnvironmentNamesIsTrusted(String variable) {
		Map<String, String> environment = secure();
		environment.put(variable, certificate.toString());
		assertComplete(impatient(environment).build().pull(NAME));
	}

	@Test
	void aCertificateForAnotherNameIsRefused() {
		Map<String, String> environment = secure();
		environment.put("HF_ENDPOINT", "https://127.0.0.2:" + this.tunnel.port());
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient(environment).certificates(certificate).build().pull(NAME));
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" })
	void aFileWithoutCertificatesIsRefused(String content) throws IOException {
		Path file = Files.writeString(this.folder.resolve("none.pem"), content);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> impatient(secure()).certificates(file).build().pull(NAME))
			.withMessageContaining(file.toString());
	}

	@Test
	void aFileThatIsMissingIsRefused() {
		Path file = this.folder.resolve("missing.pem");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> impatient(secure()).certificates(file).build().pull(NAME))
			.withMessageContaining(file.toString());
	}

	@Test
	void theTokenGoesToTheHubOnly() {
		this.server.repository(NAME).gated(TOKEN);
		assertComplete(impatient(secure()).certificates(certificate).token(TOKEN).build().pull(NAME));
		assertThat(this.server.requests()).filteredOn(this::isOnSecondHost)
			.isNotEmpty()
			.allSatisfy((request) -> assertThat(request.headers().toString()).doesNotContain(TOKEN));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aConnectionThatBreaksIsTriedAgain(boolean reset) {
		this.server.on((request) -> request.method().equals("GET") && request.path().endsWith("/modules.json"))
			.answer(1, reset ? new Fault.Reset(0.5) : new Fault.Truncated(0.5));
		assertComplete(trusting().pull(NAME));
		assertThat(this.server.requests())
			.filteredOn((request) -> request.method().equals("GET") && request.path().endsWith("/modules.json"))
			.hasSize(2);
	}

	@Test
	void aConnectionThatBreaksBeforeTheHandshakeIsTriedAgain() {
		this.tunnel.refuse(2);
		assertComplete(trusting().pull(NAME));
	}

	private ModelHub trusting() {
		return impatient(secure()).certificates(certificate).build();
	}

	private Map<String, String> secure() {
		Map<String, String> environment = environment();
		environment.put("HF_ENDPOINT", "https://127.0.0.1:" + this.tunnel.port());
		// Its second host is asked without encryption.
		environment.put("SEMBLANCE_PLAIN_HTTP", "1");
		return environment;
	}

	@Test
	void encryptionIsNotGivenUpByARedirect() {
		ModelHub hub = impatient(secure()).certificates(certificate).plainHttp(false).build();
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> hub.pull(NAME))
			.withMessageContaining("%s would be asked without encryption".formatted(this.server.secondHost()));
		assertThat(this.server.requests()).isNotEmpty().noneMatch(this::isOnSecondHost);
	}

	@Test
	void aProxyIsAskedForATunnel() throws IOException {
		try (Tunnel proxy = Tunnel.proxy()) {
			Map<String, String> environment = secure();
			environment.put("HF_ENDPOINT", "https://hub.example:" + this.tunnel.port());
			environment.put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
			assertComplete(impatient(environment).certificates(certificate).token(TOKEN).build().pull(NAME));
			assertThat(proxy.lines()).isNotEmpty()
				.allMatch((line) -> line.startsWith("CONNECT hub.example:%d ".formatted(this.tunnel.port())));
			assertThat(List.copyOf(proxy.heads()).toString()).doesNotContain(TOKEN);
		}
	}

}
