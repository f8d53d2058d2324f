package dev.semblance.encoders.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model of the parity corpus, with what the reference gave for it.
 *
 * @param folder its folder
 * @param expected the reference's results
 */
public record ParityModel(Path folder, JsonNode expected) {

	private static final Path CORPUS = corpus();

	private static final List<String> TEXTS = texts(JsonMapper.shared().readTree(CORPUS.resolve("texts.json")));

	/** All models of a kind. */
	public static Stream<ParityModel> all(String kind) {
		try (Stream<Path> folders = Files.list(CORPUS)) {
			List<ParityModel> models = folders.filter(Files::isDirectory)
				.sorted()
				.map((folder) -> new ParityModel(folder, JsonMapper.shared().readTree(folder.resolve("expected.json"))))
				.filter((model) -> model.expected().path("kind").asString().equals(kind))
				.toList();
			return models.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** All models. */
	public static Stream<ParityModel> all() {
		return Stream.of("dense", "sparse", "cross", "multi-vector").flatMap(ParityModel::all);
	}

	/** The model of a name. */
	public static ParityModel named(String name) {
		Path folder = CORPUS.resolve(name);
		return new ParityModel(folder, JsonMapper.shared().readTree(folder.resolve("expected.json")));
	}

	/** All texts of the corpus. */
	public static List<String> texts() {
		return TEXTS;
	}

	/** The text at a place of the corpus. */
	static String text(JsonNode index) {
		return TEXTS.get(index.asInt());
	}

	/** What the reference was asked, call by call. */
	public List<Case> cases() {
		return StreamSupport.stream(this.expected.path("cases").spliterator(), false)
			.map((json) -> new Case(this, json))
			.toList();
	}

	/** Whether the transformer computes in half precision. */
	boolean halfPrecision() {
		return toString().equals("half-precision");
	}

	public String reference() {
		return this.folder.toString();
	}

	@Override
	public String toString() {
		return this.folder.getFileName().toString();
	}

	private static Path corpus() {
		try {
			return Path.of(Objects.requireNonNull(ParityModel.class.getResource("/parity")).toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static List<String> texts(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
	}

	/** Numbers of a JSON array. */
	public static float[] floats(JsonNode array) {
		float[] values = new float[array.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) array.get(i).asDouble();
		}
		return values;
	}

	/** Whole numbers of a JSON array. */
	public static long[] longs(JsonNode array) {
		return IntStream.range(0, array.size()).mapToLong((i) -> array.get(i).asLong()).toArray();
	}

	/**
	 * One call of the reference.
	 *
	 * @param model what was asked
	 * @param json how it was made and what it gave
	 */
	public record Case(ParityModel model, JsonNode json) {

		public String name() {
			return this.json.path("name").asString();
		}

		public TextRole role() {
			return TextRole.valueOf(this.json.path("role").asString());
		}

		/** The prompt that was asked for. */
		public Prompt prompt() {
			String text = this.json.path("prompt").asString(null);
			String name = this.json.path("prompt_name").asString(null);
			if (text != null) {
				return Prompt.text(text);
			}
			if (this.model.toString().equals("prompts-query-passage") && name().equals("document")) {
				// The reference's empty prompt "document" hides "passage", against what
				// it
				// documents; docs/models.md tells why that is not followed.
				return Prompt.text("");
			}
			return (name != null) ? Prompt.named(name) : Prompt.ofRole();
		}

		/** The texts of the call. */
		public List<String> texts() {
			List<String> texts = new ArrayList<>();
			this.json.path("texts").forEach((index) -> texts.add(text(index)));
			return texts;
		}

		/** A number the call was made with. */
		@Nullable Integer number(String name) {
			return this.json.path(name).isInt() ? this.json.path(name).asInt() : null;
		}

	}

}
