package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class UnpackedLibrariesTests {

	private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

	@TempDir
	private Path folder;

	@Test
	void whatIsAskedForIsUnpackedAndNothingElse() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "a", "onnxruntime4j_jni", "b",
				"onnxruntime_providers_cuda", "hundreds of megabytes"));
		unpacked.unpack(NAMES);
		assertThat(files(unpacked)).containsExactly("libonnxruntime.so", "libonnxruntime4j_jni.so");
		assertThat(unpacked.folder().resolve("libonnxruntime.so")).hasContent("a");
	}

	@Test
	void aSecondStartWritesNothing() throws IOException {
		Map<String, String> libraries = Map.of("onnxruntime", "a", "onnxruntime4j_jni", "b");
		unpacked(libraries).unpack(NAMES);
		UnpackedLibraries again = unpacked(libraries);
		FileTime longAgo = FileTime.from(Instant.EPOCH);
		Files.setLastModifiedTime(again.folder().resolve("libonnxruntime.so"), longAgo);
		again.unpack(NAMES);
		assertThat(Files.getLastModifiedTime(again.folder().resolve("libonnxruntime.so"))).isEqualTo(longAgo);
	}

	@Test
	void aFileWhoseBytesAreNotThoseOfTheJarIsUnpackedAgain() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "right"));
		unpacked.unpack(NAMES);
		for (String damage : List.of("wrong", "", "longer than before")) {
			Files.writeString(unpacked.folder().resolve("libonnxruntime.so"), damage);
			unpacked.unpack(NAMES);
			assertThat(unpacked.folder().resolve("libonnxruntime.so")).hasContent("right");
		}
	}

	@Test
	void libraryOfUnknownSizeAndChecksumIsUnpackedOnceAllTheSame() throws IOException {
		Path library = Files.writeString(this.folder.resolve("libonnxruntime.so"), "right");
		NativeLibraries undescribed = new FolderLibraries(this.folder, FakeMachine.linux());
		UnpackedLibraries unpacked = new UnpackedLibraries(undescribed, this.folder.resolve("kept"));
		unpacked.unpack(NAMES);
		Path kept = unpacked.folder().resolve("libonnxruntime.so");
		FileTime longAgo = FileTime.from(Instant.EPOCH);
		Files.setLastModifiedTime(kept, longAgo);
		unpacked.unpack(NAMES);
		assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
		Files.writeString(kept, "wrong");
		unpacked.unpack(NAMES);
		assertThat(kept).hasContent("right");
		Files.writeString(library, "other");
		assertThat(new UnpackedLibraries(undescribed, this.folder.resolve("kept")).folder())
			.isNotEqualTo(unpacked.folder());
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void everybodyCanReadWhatIsKeptAndOnlyTheUserCanWriteIt() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "a"));
		unpacked.unpack(NAMES);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked.folder())))
			.isEqualTo("rwxr-xr-x");
		assertThat(PosixFilePermissions
			.toString(Files.getPosixFilePermissions(unpacked.folder().resolve("libonnxruntime.so"))))
			.isEqualTo("rw-r--r--");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whatOthersCouldHaveWrittenIsNotLoaded() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "a"));
		unpacked.unpack(NAMES);
		for (Path open : List.of(unpacked.folder().getParent(), unpacked.folder(),
				unpacked.folder().resolve("libonnxruntime.so"))) {
			Set<PosixFilePermission> before = Files.getPosixFilePermissions(open);
			Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xrwx"));
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> unpacked.unpack(NAMES))
				.withMessageContaining(open.toString())
				.withMessageContaining("others may write it");
			Files.setPosixFilePermissions(open, before);
		}
		assertThatNoException().isThrownBy(() -> unpacked.unpack(NAMES));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@EnabledIf("isRoot")
	void whatBelongsToAnotherUserIsNotLoaded() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "a"));
		unpacked.unpack(NAMES);
		Files.setAttribute(unpacked.folder(), "unix:uid", 12345);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> unpacked.unpack(NAMES))
			.withMessageContaining("belongs to another user");
	}

	static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	@Test
	void otherLibrariesHaveAnotherFolder() throws IOException {
		assertThat(unpacked(Map.of("onnxruntime", "a")).folder())
			.isNotEqualTo(unpacked(Map.of("onnxruntime", "b")).folder());
	}

	@Test
	void whatAKilledProcessLeftIsDeletedAfterAWhile() throws IOException {
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", "a"));
		Files.createDirectories(unpacked.folder());
		Path left = Files.writeString(unpacked.folder().resolve("libonnxruntime.so1.partial"), "half");
		Path young = Files.writeString(unpacked.folder().resolve("libonnxruntime.so2.partial"), "half");
		Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
		unpacked.unpack(NAMES);
		assertThat(left).doesNotExist();
		assertThat(young).exists();
	}

	@Test
	void manyAtATimeAllFindThemWhole() throws IOException {
		String content = "x".repeat(3_000_000);
		UnpackedLibraries unpacked = unpacked(Map.of("onnxruntime", content));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<CompletableFuture<Void>> starts = IntStream.range(0, 8)
				.mapToObj((start) -> CompletableFuture.runAsync(() -> {
					try {
						unpacked.unpack(NAMES);
						assertThat(unpacked.folder().resolve("libonnxruntime.so")).hasContent(content);
					}
					catch (IOException ex) {
						throw new AssertionError(ex);
					}
				}, threads))
				.toList();
			starts.forEach(CompletableFuture::join);
		}
		finally {
			threads.shutdown();
		}
		assertThat(files(unpacked)).containsExactly("libonnxruntime.so");
	}

	private UnpackedLibraries unpacked(Map<String, String> libraries) throws IOException {
		Path jar = new FakeMachine(this.folder).artifact("artifact-%d.jar".formatted(libraries.hashCode()), libraries);
		return new UnpackedLibraries(new JarLibraries(new URL("jar:" + jar.toUri() + "!/"), FakeMachine.linux()),
				this.folder.resolve("kept"));
	}

	private static List<String> files(UnpackedLibraries unpacked) throws IOException {
		try (Stream<Path> files = Files.list(unpacked.folder())) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
