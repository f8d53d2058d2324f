package dev.semblance.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import dev.semblance.encoders.DownloadProgress;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadBarsTests {

	@Test
	void aLargeFileHasABarWithRateAndTimeLeft() {
		String shown = shown("onnx/model.onnx", 100_000_000, 20_000_000, 50_000_000, 100_000_000);
		assertThat(shown).contains("onnx/model.onnx").contains("100%").contains("100/100 MB").contains("MB/s");
	}

	@RepeatedTest(10)
	void aBarThatIsNotFullEndsWithItsLine() {
		assertThat(shown("onnx/model.onnx", 100_000_000, 0, 50_000_000)).contains("50%").endsWith("\n");
	}

	@Test
	void smallFilesHaveNone() {
		assertThat(shown("config.json", 999_999, 0, 999_999)).isEmpty();
	}

	private static String shown(String file, long total, long... bytes) {
		PrintStream before = System.err;
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
		try (DownloadBars bars = new DownloadBars()) {
			for (long done : bytes) {
				bars.progress(new DownloadProgress("test/model", file, done, total));
			}
		}
		finally {
			System.setErr(before);
		}
		return written.toString(StandardCharsets.UTF_8);
	}

}
