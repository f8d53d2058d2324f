package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

import dev.semblance.encoders.internal.model.Checksum;

/**
 * The cache of Hugging Face's tools with one model in it, as they leave it behind.
 *
 * @param hub the folder of all models
 * @param repository the model's folder
 * @param snapshot the folder of its commit
 */
record HuggingFaceLayout(Path hub, Path repository, Path snapshot) {

	static final String COMMIT = "d".repeat(40);

	private static final Set<String> LARGE = Set.of(".onnx", ".onnx_data", ".safetensors");

	private static final int LARGE_SIZE = 4096;

	/**
	 * Fetches all files of a folder, so to say.
	 * @param model the folder
	 */
	static HuggingFaceLayout write(Path hub, String name, Path model) throws IOException {
		Path repository = hub.resolve("models--" + name.replace("/", "--"));
		Path snapshot = repository.resolve("snapshots").resolve(COMMIT);
		HuggingFaceLayout layout = new HuggingFaceLayout(hub, repository, snapshot);
		Files.createDirectories(repository.resolve("blobs"));
		Files.createDirectories(repository.resolve("refs"));
		Files.writeString(repository.resolve("refs/main"), COMMIT);
		Files.createDirectories(hub.resolve(".locks").resolve(repository.getFileName()));
		Files.writeString(hub.resolve("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
		Files.createDirectories(repository.resolve(".no_exist").resolve(COMMIT));
		Files.createFile(repository.resolve(".no_exist").resolve(COMMIT).resolve("adapter_config.json"));
		for (Path file : AbstractHubTests.files(model)) {
			layout.add(model.relativize(file).toString(), Files.readAllBytes(file));
		}
		return layout;
	}

	private void add(String path, byte[] content) throws IOException {
		boolean large = content.length >= LARGE_SIZE || LARGE.stream().anyMatch(path::endsWith);
		byte[] header = large ? new byte[0] : "blob %d\0".formatted(content.length).getBytes(StandardCharsets.UTF_8);
		var digest = (large ? Checksum.Algorithm.SHA256 : Checksum.Algorithm.GIT_BLOB).newDigest();
		digest.update(header);
		Path blob = this.repository.resolve("blobs").resolve(HexFormat.of().formatHex(digest.digest(content)));
		Files.write(blob, content);
		Path link = this.snapshot.resolve(path);
		Path folder = Objects.requireNonNull(link.getParent());
		Files.createDirectories(folder);
		Files.createSymbolicLink(link, folder.relativize(blob));
	}

	/** Where the content of a file is. */
	Path blob(String path) throws IOException {
		return this.snapshot.resolve(path).toRealPath();
	}

}
