package dev.semblance.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

	@Test
	void filesOfTheSameNameInTwoRepositoriesHaveABarEach() {
		String shown = shown(new DownloadProgress("test/one", "onnx/model.onnx", 50_000_000, 100_000_000),
				new DownloadProgress("test/two", "onnx/model.onnx", 200_000_000, 200_000_000));
		assertThat(shown).contains("50/100 MB").contains("200/200 MB").doesNotContain("200/100 MB");
	}

	private static String shown(String file, long total, long... bytes) {
		return shown(Arrays.stream(bytes)
			.mapToObj((done) -> new DownloadProgress("test/model", file, done, total))
			.toArray(DownloadProgress[]::new));
	}

	private static String shown(DownloadProgress... steps) {
		PrintStream before = System.err;
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
		try (DownloadBars bars = new DownloadBars()) {
			for (DownloadProgress step : steps) {
				bars.progress(step);
			}
		}
		finally {
			System.setErr(before);
		}
		return written.toString(StandardCharsets.UTF_8);
	}

}
