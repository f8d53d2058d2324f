package dev.semblance.samples.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KnownIdsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private Path folder;

	@Test
	void thereAreNoneBeforeTheFirstWrite() {
		assertThat(ids("new/ids.txt").read()).isEmpty();
	}

	@Test
	void idsOfAnyKindComeBack() {
		List<String> written = List.of("a", " b ", "line\nbreak", "100 %", "ü/文/😀#1");
		ids("new/ids.txt").write(written);
		assertThat(ids("new/ids.txt").read()).containsExactlyElementsOf(written);
	}

	@Test
	void aWriteReplacesWhatWasThereAndLeavesNoOtherFile() {
		ids("ids.txt").write(List.of("old"));
		ids("ids.txt").write(List.of("new"));
		assertThat(ids("ids.txt").read()).containsExactly("new");
		assertThat(this.folder).isDirectoryContaining("glob:**ids.txt").isDirectoryNotContaining("glob:**.next");
	}

	@Test
	void aFileThatCannotBeWrittenIsNamed() throws Exception {
		Files.writeString(this.folder.resolve("file"), "in the way");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> ids("file/ids.txt").write(List.of("a")))
			.withMessageContaining("ids.txt cannot be written");
	}

	private KnownIds ids(String name) {
		return new KnownIds(this.folder.resolve(name));
	}

}
