package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.internal.hub.PartialFile.LocalFailure;
import dev.semblance.encoders.internal.model.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartialFileTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "No space left on device, true", "Disk quota exceeded, true",
			"There is not enough space on the disk, true", "Input/output error, false",
			"Read-only file system, false" })
	void aLackOfRoomIsToldFromOtherFailures(String reason, boolean lacksRoom) {
		LocalFailure failure = new LocalFailure(new IOException(reason));
		assertThat(partial("part", 10).lacksRoom(failure)).isEqualTo(lacksRoom);
		assertThat(partial("part", Long.MAX_VALUE).lacksRoom(failure)).isTrue();
	}

	@Test
	void aFolderThatCannotBeAskedHasUnknownRoom() {
		assertThat(partial("part", 10).room()).isPresent();
		PartialFile nowhere = partial("missing/part", Long.MAX_VALUE);
		assertThat(nowhere.room()).isEmpty();
		assertThat(nowhere.lacksRoom(new LocalFailure(new IOException("Input/output error")))).isFalse();
	}

	@Test
	void whatIsMissingHasNoBytes() throws IOException {
		assertThat(partial("part", 10).size()).isZero();
		assertThat(partial("part", 10).exists()).isFalse();
	}

	@Test
	void aLinkIsNeitherReadNorWritten() throws IOException {
		Path victim = Files.writeString(this.folder.resolve("victim"), "precious");
		Files.createSymbolicLink(this.folder.resolve("link"), victim);
		PartialFile link = partial("link", 8);
		assertThatExceptionOfType(LocalFailure.class).isThrownBy(link::check);
		assertThatExceptionOfType(LocalFailure.class).isThrownBy(link::open);
		assertThatExceptionOfType(LocalFailure.class).isThrownBy(link::force);
		link.delete();
		assertThat(victim).hasContent("precious");
	}

	private PartialFile partial(String name, long size) {
		return new PartialFile(this.folder.resolve(name),
				new RemoteFile(URI.create("http://127.0.0.1/x"), size, Checksum.of("0".repeat(64)).orElseThrow()));
	}

}
