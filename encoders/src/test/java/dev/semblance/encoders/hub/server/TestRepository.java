package dev.semblance.encoders.hub.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A repository of the hub. Files of 4096 bytes and more, and those named
 * <code>*.onnx</code>, <code>*.onnx_data</code> or <code>*.safetensors</code>, are large
 * files, whose bytes the second host has.
 */
public final class TestRepository {

	private static final String MAIN = "main";

	private final String id;

	private final Map<String, Commit> commits = new HashMap<>();

	private final Map<String, String> branches = new HashMap<>();

	private @Nullable String token;

	TestRepository(String id) {
		this.id = id;
	}

	/**
	 * Adds a commit, to which the branch main moves. Neither the commit's name nor those
	 * of its files are checked: a hub can send anything.
	 * @param sha40 the commit's name, 40 hexadecimal digits in an honest repository
	 * @param files content by path
	 * @return this repository
	 */
	public synchronized TestRepository commit(String sha40, Map<String, byte[]> files) {
		SortedMap<String, StoredFile> stored = new TreeMap<>();
		files.forEach((name, content) -> stored.put(name, StoredFile.of(name, content)));
		this.commits.put(sha40, new Commit(sha40, stored));
		this.branches.put(MAIN, sha40);
		return this;
	}

	/**
	 * Adds a commit of all files below a folder, to which the branch main moves. Its name
	 * follows from the content.
	 * @param folder the folder
	 * @return this repository
	 */
	public TestRepository folder(Path folder) {
		SortedMap<String, byte[]> files = new TreeMap<>();
		for (Path file : regularFiles(folder)) {
			files.put(folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"), read(file));
		}
		String listing = files.entrySet()
			.stream()
			.map((file) -> "%s %s%n".formatted(Digests.sha256(file.getValue()), file.getKey()))
			.collect(Collectors.joining());
		return commit(Digests.sha1(listing.getBytes(StandardCharsets.UTF_8)), files);
	}

	/**
	 * Names a commit: a branch, a tag, or a reference such as <code>refs/pr/2</code>.
	 * @param name the name, main included
	 * @param sha40 the commit
	 * @return this repository
	 */
	public synchronized TestRepository branch(String name, String sha40) {
		if (!this.commits.containsKey(sha40)) {
			throw new IllegalArgumentException("%s has no commit %s.".formatted(this.id, sha40));
		}
		this.branches.put(name, sha40);
		return this;
	}

	/**
	 * Lets only one token read the files. Everyone may still read their names, as on the
	 * real hub.
	 * @param token the token
	 * @return this repository
	 */
	public synchronized TestRepository gated(String token) {
		this.token = token;
		return this;
	}

	/**
	 * Returns the commit of the branch main.
	 * @return the commit's name
	 */
	public synchronized String head() {
		String head = this.branches.get(MAIN);
		if (head == null) {
			throw new IllegalStateException("%s has no commit.".formatted(this.id));
		}
		return head;
	}

	String id() {
		return this.id;
	}

	synchronized @Nullable String token() {
		return this.token;
	}

	synchronized @Nullable Commit find(String revision) {
		return this.commits.get(this.branches.getOrDefault(revision, revision));
	}

	synchronized @Nullable StoredFile large(String sha256) {
		return this.commits.values()
			.stream()
			.flatMap((commit) -> commit.files().values().stream())
			.filter((file) -> file.large() && file.sha256().equals(sha256))
			.findFirst()
			.orElse(null);
	}

	private static List<Path> regularFiles(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
