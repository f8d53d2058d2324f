package dev.semblance.encoders.hub;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.hub.server.TestHub;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the model, what a pull brings is what loading needs: all of it, and the same.
 */
class HubParityTests {

	@TempDir
	private static Path home;

	private static TestHub server;

	@BeforeAll
	static void start() {
		server = TestHub.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<ParityModel> models() {
		return Stream.of("dense", "sparse", "cross", "multi-vector").flatMap(ParityModel::all);
	}

	@ParameterizedTest
	@MethodSource("models")
	void aPulledModelIsLoadedWithoutANetworkAndIsTheSameAsInAFolder(ParityModel model) {
		String name = "test/" + model.folder().getFileName();
		server.repository(name).folder(model.folder());
		Map<String, String> environment = Map.of("HF_ENDPOINT", server.endpoint().toString(), "SEMBLANCE_HOME",
				home.toString(), "HF_HOME", home.resolve("huggingface").toString());
		ModelHub.builder(environment).build().pull(name);
		int requests = server.requests().size();
		ModelHub offline = ModelHub.builder(environment).offline(true).build();
		assertThat(ModelKind.of(name, offline)).isEqualTo(ModelKind.of(model.reference()));
		ModelVersion there = version(model.reference(), offline);
		assertThat(version(name, offline)).isEqualTo(new ModelVersion(server.repository(name).head(),
				Objects.requireNonNull(there.sha256()), there.precision(), there.optimization()));
		assertThat(server.requests()).hasSize(requests);
	}

	private static ModelVersion version(String reference, ModelHub hub) {
		Device cpu = new Device.Cpu();
		switch (ModelKind.of(reference, hub)) {
			case DENSE -> {
				try (DenseEncoder encoder = DenseEncoder.builder(reference).hub(hub).device(cpu).build()) {
					return encoder.model().version();
				}
			}
			case SPARSE -> {
				try (SparseEncoder encoder = SparseEncoder.builder(reference).hub(hub).device(cpu).build()) {
					return encoder.model().version();
				}
			}
			case CROSS -> {
				try (CrossEncoder encoder = CrossEncoder.builder(reference).hub(hub).device(cpu).build()) {
					return encoder.model().version();
				}
			}
			case MULTI_VECTOR -> {
				try (MultiVectorEncoder encoder = MultiVectorEncoder.builder(reference).hub(hub).device(cpu).build()) {
					return encoder.model().version();
				}
			}
			default -> throw new IllegalStateException(reference);
		}
	}

}
