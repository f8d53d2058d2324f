package dev.semblance.benchmarks.semblance;

import java.io.IOException;
import java.util.List;

import dev.semblance.benchmarks.protocol.Contestant;
import dev.semblance.benchmarks.protocol.ContestantServer;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;

/**
 * Semblance with all settings but the length left alone. The CPU is named so that a
 * machine with a GPU compares the same thing.
 */
final class SemblanceContestant implements Contestant {

	private DenseEncoder encoder;

	private SemblanceContestant() {
	}

	public static void main(String[] arguments) throws IOException {
		ContestantServer.serve(new SemblanceContestant());
	}

	@Override
	public void load(int maxLength) {
		if (this.encoder != null) {
			this.encoder.close();
		}
		this.encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.maxLength(maxLength)
			.build();
	}

	@Override
	public List<float[]> encodeAll(List<String> texts) {
		return this.encoder.encodeDocuments(texts);
	}

	@Override
	public float[] encodeOne(String text) {
		return this.encoder.encodeQuery(text);
	}

}
