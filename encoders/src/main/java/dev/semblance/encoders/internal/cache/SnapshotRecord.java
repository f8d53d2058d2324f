package dev.semblance.encoders.internal.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is recorded of a commit in the cache: all that the repository holds, and size and
 * SHA-256 of what was fetched of it. It is a file beside the files it speaks of.
 *
 * @param repository organization and name
 * @param commit the commit
 * @param listing paths of all files of the repository
 * @param files what was fetched, by path
 */
public record SnapshotRecord(String repository, String commit, NavigableSet<String> listing,
		NavigableMap<String, FetchedFile> files) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Starts the record of a commit of which nothing was fetched.
	 * @param repository organization and name
	 * @param commit the commit
	 * @param listing paths of all files of the repository
	 * @return the record
	 */
	public static SnapshotRecord of(String repository, String commit, Collection<String> listing) {
		return new SnapshotRecord(repository, commit, new TreeSet<>(listing), new TreeMap<>());
	}

	/**
	 * Adds a file.
	 * @param path its path
	 * @param file what was fetched
	 * @return a new record
	 */
	SnapshotRecord with(String path, FetchedFile file) {
		NavigableMap<String, FetchedFile> more = new TreeMap<>(this.files);
		more.put(path, file);
		return new SnapshotRecord(this.repository, this.commit, this.listing, more);
	}

	byte[] toJson() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("repository", this.repository);
		json.put("commit", this.commit);
		json.put("files", this.files);
		json.put("listing", this.listing);
		return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
	}

	/**
	 * Reads a record.
	 * @param json its bytes
	 * @return the record
	 * @throws IllegalArgumentException if it is none
	 */
	static SnapshotRecord ofJson(byte[] json) {
		try {
			JsonNode root = JSON.readTree(json);
			NavigableMap<String, FetchedFile> files = new TreeMap<>();
			root.required("files").properties().forEach((file) -> files.put(file.getKey(), file(file.getValue())));
			NavigableSet<String> listing = new TreeSet<>();
			root.required("listing").forEach((path) -> listing.add(path.stringValue()));
			return new SnapshotRecord(root.required("repository").stringValue(), root.required("commit").stringValue(),
					listing, files);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	private static FetchedFile file(JsonNode json) {
		return new FetchedFile(json.required("size").longValue(), json.required("sha256").stringValue());
	}

	/**
	 * A file that was fetched.
	 *
	 * @param size number of its bytes
	 * @param sha256 its SHA-256 in lower-case hexadecimal
	 */
	public record FetchedFile(long size, String sha256) {
	}

}
