package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SystemLibrariesTests {

	private static final String NAME = "libcudart.so.12";

	@TempDir
	private Path folder;

	private FakeMachine machine;

	@BeforeEach
	void createMachine() {
		this.machine = new FakeMachine(this.folder);
	}

	@Test
	void aLibraryThatIsNowhereIsNotFound() throws IOException {
		this.machine.libraries("usr/lib64", "libcudart.so.13", "libcudart.so", "libcudart.so.12.bak");
		assertThat(libraries("").find(NAME, List.of())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "lib64", "usr/lib64", "lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib", "usr/lib" })
	void aLibraryIsFoundInTheFoldersOfTheSystem(String place) throws IOException {
		this.machine.libraries(place, NAME);
		assertThat(libraries("").find(NAME, List.of())).hasValue(this.folder.resolve(place).resolve(NAME));
	}

	@Test
	void theSearchPathGoesFirst() throws IOException {
		this.machine.libraries("usr/lib64", NAME).libraries("opt/cuda", NAME);
		assertThat(libraries("/nowhere::" + this.folder.resolve("opt/cuda")).find(NAME, List.of()))
			.hasValue(this.folder.resolve("opt/cuda").resolve(NAME));
	}

	@Test
	void theLoadersCacheTellsFoldersOfTheAdministrator() throws IOException {
		this.machine.libraries("usr/local/cuda/lib64", NAME)
			.file("etc/ld.so.cache",
					"glibc-ld.so.cache1.1\0\1\2libcudart.so.12\0/usr/local/cuda/lib64/libcudart.so.12\0"
							+ "libx.so\0/lib/libx.so\0");
		assertThat(libraries("").find(NAME, List.of()))
			.hasValue(this.folder.resolve("usr/local/cuda/lib64").resolve(NAME));
	}

	@Test
	void whatTheLoadersCacheTellsOfFilesThatAreGoneDoesNotCount() throws IOException {
		this.machine.file("etc/ld.so.cache", "\0/usr/local/cuda/lib64/libcudart.so.12\0");
		assertThat(libraries("").find(NAME, List.of())).isEmpty();
	}

	@Test
	void aLibraryOfTheProcessIsFoundUnderItsFullVersion() throws IOException {
		Path loaded = this.folder.resolve("somewhere/libcudart.so.12.8.90");
		this.machine.libraries("somewhere", "libcudart.so.12.8.90")
			.file("proc/self/maps", "7f00-7f01 r--p 00000000 08:01 42   %s\n7f02-7f03 rw-p\n".formatted(loaded));
		assertThat(libraries("").find(NAME, List.of())).hasValue(loaded);
	}

	private SystemLibraries libraries(String searchPath) {
		return new SystemLibraries(this.folder, Map.of("LD_LIBRARY_PATH", searchPath));
	}

}
