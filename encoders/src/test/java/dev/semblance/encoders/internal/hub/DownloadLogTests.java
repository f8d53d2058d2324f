package dev.semblance.encoders.internal.hub;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import dev.semblance.encoders.DownloadProgress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadLogTests {

	private static final long SIZE = 50_000_000;

	private final DownloadLog log = new DownloadLog();

	@Test
	void aSmallFileIsNotWorthALine() {
		assertThat(this.log.line(new DownloadProgress("a/b", "config.json", 0, 999_999))).isEmpty();
	}

	@Test
	void everyTenPercentAreWorthALine() {
		List<String> lines = LongStream.rangeClosed(0, 1000)
			.mapToObj((step) -> this.log.line(at(SIZE * step / 1000)))
			.flatMap(Optional::stream)
			.toList();
		assertThat(lines).hasSize(11).startsWith("Downloading model.onnx of a/b: 50.0 MB");
		assertThat(lines.get(5)).startsWith("Downloading model.onnx of a/b: 50 % of 50.0 MB, ").endsWith(" s left");
		assertThat(lines.get(10)).contains("100 %").endsWith(", 0 s left");
	}

	@Test
	void aDownloadThatGoesOnSaysWhere() {
		assertThat(this.log.line(at(SIZE / 4))).hasValue("Downloading model.onnx of a/b: 50.0 MB, going on at 25 %");
	}

	@Test
	void aDownloadThatStartsAgainSaysSo() {
		this.log.line(at(SIZE / 2));
		assertThat(this.log.line(at(0))).hasValue("Downloading model.onnx of a/b: 50.0 MB");
	}

	@Test
	void aFileThatIsThereAlreadyIsForgotten() {
		this.log.line(at(SIZE));
		assertThat(this.log.line(at(0))).isPresent();
	}

	private static DownloadProgress at(long bytes) {
		return new DownloadProgress("a/b", "model.onnx", bytes, SIZE);
	}

}
