package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Trust in certificates of one's own, as a company's proxy needs it, beside those of the
 * Java platform.
 */
final class TrustedCertificates {

	private TrustedCertificates() {
	}

	/**
	 * Trusts what the platform trusts, and more.
	 * @param file certificates in PEM or DER form
	 */
	static SSLContext with(Path file) {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			List<Certificate> certificates = new ArrayList<>(read(file));
			certificates.addAll(platform());
			for (int i = 0; i < certificates.size(); i++) {
				store.setCertificateEntry("trusted-" + i, certificates.get(i));
			}
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, managers(store), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new InvalidInputException("The certificates in %s cannot be used: %s.".formatted(file, ex),
					"Give a readable file of X.509 certificates in PEM form.", ex);
		}
	}

	private static Collection<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
		try (InputStream stream = Files.newInputStream(file)) {
			Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
				.generateCertificates(stream);
			if (certificates.isEmpty()) {
				throw new GeneralSecurityException("it holds none");
			}
			return certificates;
		}
	}

	private static List<X509Certificate> platform() throws GeneralSecurityException {
		List<X509Certificate> certificates = new ArrayList<>();
		for (TrustManager manager : managers(null)) {
			if (manager instanceof X509TrustManager trust) {
				certificates.addAll(List.of(trust.getAcceptedIssuers()));
			}
		}
		return certificates;
	}

	private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		return factory.getTrustManagers();
	}

}
