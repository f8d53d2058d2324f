package dev.semblance.encoders.hub.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A file of a commit.
 */
final class StoredFile {

	private static final int LARGE = 4096;

	private static final Set<String> ALWAYS_LARGE = Set.of(".onnx", ".onnx_data", ".safetensors");

	private final byte[] content;

	private final String blobId;

	private final String sha256;

	private final int pointerSize;

	private StoredFile(byte[] content, String blobId, int pointerSize) {
		this.content = content.clone();
		this.blobId = blobId;
		this.sha256 = Digests.sha256(content);
		this.pointerSize = pointerSize;
	}

	static StoredFile of(String name, byte[] content) {
		if (content.length < LARGE && ALWAYS_LARGE.stream().noneMatch(name::endsWith)) {
			return new StoredFile(content, Digests.gitBlob(content), 0);
		}
		byte[] pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
			.formatted(Digests.sha256(content), content.length)
			.getBytes(StandardCharsets.UTF_8);
		return new StoredFile(content, Digests.gitBlob(pointer), pointer.length);
	}

	byte[] content() {
		return this.content;
	}

	/**
	 * The name that git has for what it keeps: the content or, for a large file, the
	 * pointer to it.
	 */
	String blobId() {
		return this.blobId;
	}

	String sha256() {
		return this.sha256;
	}

	boolean large() {
		return this.pointerSize > 0;
	}

	/** As a repository's description lists it. */
	Map<String, Object> sibling(String name, boolean withBlobs) {
		Map<String, Object> sibling = new LinkedHashMap<>();
		sibling.put("rfilename", name);
		if (withBlobs) {
			sibling.put("blobId", this.blobId);
			sibling.put("size", this.content.length);
			if (large()) {
				sibling.put("lfs",
						Map.of("sha256", this.sha256, "size", this.content.length, "pointerSize", this.pointerSize));
			}
		}
		return sibling;
	}

	/** As a commit's tree lists it. */
	Map<String, Object> treeEntry(String name) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("type", "file");
		entry.put("oid", this.blobId);
		entry.put("size", this.content.length);
		if (large()) {
			entry.put("lfs", Map.of("oid", this.sha256, "size", this.content.length, "pointerSize", this.pointerSize));
		}
		entry.put("path", name);
		return entry;
	}

}
