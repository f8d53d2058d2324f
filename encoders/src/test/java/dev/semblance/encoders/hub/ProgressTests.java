package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.DownloadProgress;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.hub.server.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who listens hears where each attempt starts, and that it gets further.
 */
class ProgressTests extends AbstractHubTests {

	private final List<DownloadProgress> heard = new ArrayList<>();

	@BeforeEach
	void fill() {
		serve();
	}

	@Test
	void aFileStartsAtNothingAndEndsWithAllOfIt() {
		pullAndListen();
		List<Long> bytes = bytes();
		assertThat(bytes).isSorted().startsWith(0L).endsWith((long) BIG_SIZE);
		assertThat(this.heard).allMatch((progress) -> progress.repository().equals(NAME));
		assertThat(this.heard).extracting(DownloadProgress::file).contains("config.json", "onnx/model.onnx");
	}

	@Test
	void aFileKnowsItsSizeFromTheBeginning() {
		pullAndListen();
		assertThat(this.heard).filteredOn((progress) -> progress.file().equals(BIG))
			.allMatch((progress) -> progress.totalBytes() == BIG_SIZE)
			.last()
			.matches((progress) -> progress.percent() == 100);
	}

	@Test
	void anAttemptThatGoesOnStartsWhereTheLastOneEnded() {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		pullAndListen();
		List<Long> bytes = bytes();
		assertThat(bytes).isSorted().startsWith(0L).endsWith((long) BIG_SIZE);
		long resumed = Long.parseLong(ranges().get(1).replaceAll("\\D", ""));
		assertThat(bytes.stream().filter((count) -> count == resumed)).hasSize(2);
	}

	@Test
	void aCallThatGoesOnStartsWhereTheLastOneEnded() {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		this.server.on(this::isBig).answer(4, new Fault.Status(503, Map.of()));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull);
		pullAndListen();
		assertThat(bytes()).isSorted()
			.startsWith(Long.parseLong(ranges().get(5).replaceAll("\\D", "")))
			.endsWith((long) BIG_SIZE);
	}

	@Test
	void anAttemptThatStartsAgainSaysSo() {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		this.server.on(this::isBig).answer(1, new Fault.WholeInsteadOfRange());
		pullAndListen();
		List<Long> bytes = bytes();
		int second = bytes.lastIndexOf(0L);
		assertThat(second).isPositive();
		assertThat(bytes.subList(0, second)).isSorted().last().matches((last) -> last > 0 && last <= BIG_SIZE / 2);
		assertThat(bytes.subList(second, bytes.size())).isSorted().endsWith((long) BIG_SIZE);
	}

	@Test
	void moreThanTheFileHasIsNeverReported() {
		this.server.on(this::isBig).answer(1, new Fault.Longer(100_000));
		pullAndListen();
		assertThat(bytes()).allMatch((count) -> count <= BIG_SIZE);
	}

	@Test
	void whatIsThereAlreadyIsReported() throws IOException {
		Files.createDirectories(partials());
		Files.copy(source().resolve(BIG), partials().resolve(sha256(source().resolve(BIG))));
		pullAndListen();
		assertThat(bytes()).containsExactly((long) BIG_SIZE);
		assertThat(ranges()).isEmpty();
	}

	@Test
	void whatAnEarlierProcessLeftIsNotTrusted() throws IOException {
		Files.createDirectories(partials());
		byte[] other = new byte[BIG_SIZE / 2];
		Arrays.fill(other, (byte) 'x');
		Files.write(partials().resolve(sha256(source().resolve(BIG))), other);
		assertComplete(pull());
		assertThat(ranges()).containsExactly("bytes=%d-".formatted(BIG_SIZE / 2), "");
	}

	@Test
	void moreThanTheFileHasThatAnEarlierProcessLeftIsThrownAway() throws IOException {
		Files.createDirectories(partials());
		Files.write(partials().resolve(sha256(source().resolve(BIG))), new byte[BIG_SIZE + 1]);
		assertComplete(pull());
	}

	@Test
	void anEmptyFileOfWhichAnEarlierProcessLeftMoreIsFetched() throws IOException {
		Files.write(source().resolve(BIG), new byte[0]);
		this.server.repository(NAME).folder(source());
		Files.createDirectories(partials());
		Files.writeString(partials().resolve("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"), "x");
		assertComplete(pull());
	}

	private void pullAndListen() {
		assertComplete(impatient().listener(this.heard::add).build().pull(NAME));
	}

	private List<Long> bytes() {
		return this.heard.stream()
			.filter((progress) -> progress.file().equals(BIG))
			.map(DownloadProgress::bytes)
			.toList();
	}

}
