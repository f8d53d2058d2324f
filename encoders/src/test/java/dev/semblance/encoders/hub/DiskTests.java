package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.hub.server.Fault;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A disk without room is found out before a byte is fetched where that is possible, and
 * leaves nothing half behind where it is not.
 */
class DiskTests extends AbstractHubTests {

	@BeforeEach
	void fill() {
		serve();
	}

	@Test
	void aFileThatIsLargerThanTheFreeSpaceIsNotFetched() {
		announce("900000000000000000");
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().maxFileSize(Long.MAX_VALUE).build().pull(NAME))
			.withMessageContaining("%s of %s".formatted(BIG, NAME))
			.withMessageContaining("does not fit into " + home())
			.withMessageContaining("900,000,000,000,000,000 bytes are missing")
			.withMessageContaining("SEMBLANCE_HOME");
		assertNothingOfItWasFetched();
	}

	@Test
	void aFileThatIsLargerThanAllowedIsNotFetched() {
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().maxFileSize(BIG_SIZE - 1).build().pull(NAME))
			.withMessageContaining("%s of %s".formatted(BIG, NAME))
			.withMessageContaining("200,000 bytes")
			.withMessageContaining("SEMBLANCE_MAX_FILE_SIZE");
		assertNothingOfItWasFetched();
	}

	@Test
	void aFileThatIsLargerThanAllowedIsNotCopiedFromAnotherCommit() throws IOException {
		pull();
		Files.writeString(source().resolve("README.md"), "of another commit");
		this.server.repository(NAME).folder(source());
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().maxFileSize(BIG_SIZE - 1).build().pull(NAME))
			.withMessageContaining("SEMBLANCE_MAX_FILE_SIZE");
		assertThat(files(partials())).isEmpty();
		assertComplete(pull());
	}

	@Test
	void whatIsWrongWithTheDiskIsNotBlamedOnTheNetworkAndNotTriedAgain() throws IOException {
		Path inTheWay = partials().resolve(sha256(source().resolve(BIG)));
		Files.createDirectories(inTheWay.resolve("more"));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("cannot be written")
			.withMessageContaining(inTheWay.toString())
			.withMessageContaining("SEMBLANCE_HOME")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("attempt"));
		assertThat(this.server.requests().stream().filter(this::isHeadOfBig)).hasSize(1);
		assertNothingOfItWasFetched();
	}

	@Test
	void aFileThatIsAsLargeAsAllowedIsFetched() {
		assertComplete(impatient().maxFileSize(BIG_SIZE).build().pull(NAME));
	}

	@Test
	void theEnvironmentCanSayHowLargeAFileMayBe() {
		Map<String, String> environment = environment();
		environment.put("SEMBLANCE_MAX_FILE_SIZE", "100");
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient(environment).build().pull(NAME))
			.withMessageContaining("files of at most 100");
	}

	@Test
	void aFolderThatIsAFileIsNamed() throws IOException {
		Files.writeString(home(), "no folder");
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining(home().toString())
			.withMessageContaining("cannot be written")
			.withMessageContaining("SEMBLANCE_HOME");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aDiskThatIsFullFails() throws Exception {
		Path disk = Files.createDirectories(home());
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
				"Only root may mount a small disk");
		try {
			ModelHub hub = impatient().listener((progress) -> {
				if (progress.file().equals(BIG) && progress.bytes() == 0) {
					fillUp(disk);
				}
			}).build();
			assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> hub.pull(NAME))
				.withMessageContaining("%s of %s".formatted(BIG, NAME))
				.withMessageContaining("does not fit into " + home())
				.withMessageContaining("No space left on device");
			assertThat(files(partials())).isEmpty();
			assertOnlyRightFiles();
			Files.delete(disk.resolve("filler"));
			assertComplete(pull());
		}
		finally {
			assertThat(run("umount", disk.toString())).isZero();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aRecordThatDoesNotFitAnyMoreFails() throws Exception {
		Path disk = Files.createDirectories(home());
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
				"Only root may mount a small disk");
		try {
			ModelHub hub = impatient().listener((progress) -> {
				if (progress.file().equals(BIG) && progress.bytes() == BIG_SIZE) {
					fillUp(disk);
				}
			}).build();
			assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> hub.pull(NAME))
				.withMessageContaining(home().toString())
				.withMessageContaining("No space left on device");
			assertOnlyRightFiles();
			Files.delete(disk.resolve("filler"));
			assertComplete(pull());
			assertThat(ranges()).hasSize(1);
		}
		finally {
			assertThat(run("umount", disk.toString())).isZero();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aModelInACacheThatCannotBeWrittenIsLoadedAndNothingIsFetched() throws Exception {
		this.server.repository("test/whole").folder(ParityModel.named("static-words").folder());
		Path disk = Files.createDirectories(home());
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
				"Only root may mount a small disk");
		try {
			impatient().build().pull("test/whole");
			assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
			int before = this.server.requests().size();
			assertThat(encode("test/whole", impatient().build())).isNotEmpty();
			assertThat(this.server.requests()).hasSize(before);
			assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
				.withMessageContaining("cannot be written")
				.withMessageContaining("Read-only file system")
				.withMessageContaining("SEMBLANCE_HOME");
		}
		finally {
			assertThat(run("umount", disk.toString())).isZero();
		}
	}

	private static void fillUp(Path disk) {
		try (var stream = Files.newOutputStream(disk.resolve("filler"))) {
			byte[] block = new byte[4096];
			while (true) {
				stream.write(block);
			}
		}
		catch (IOException ex) {
			// It is full.
		}
	}

	private int run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("command.txt").toFile())
			.start();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

	private void announce(String size) {
		Map<String, String> headers = headersOfBig();
		headers.put("X-Linked-Size", size);
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
	}

	private void assertNothingOfItWasFetched() {
		assertThat(ranges()).isEmpty();
		assertThat(snapshot().resolve(BIG)).doesNotExist();
		assertOnlyRightFiles();
	}

}
