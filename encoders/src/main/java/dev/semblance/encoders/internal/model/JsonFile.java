package dev.semblance.encoders.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON file of a model, whose fields are asked for by name and type; every complaint
 * names the file and what stands there.
 *
 * @param name where the file is
 * @param root what it holds
 */
record JsonFile(String name, JsonNode root) {

	private static final JsonMapper JSON = JsonMapper.shared();

	static JsonFile read(ModelFiles files, String path) {
		String name = files.describe(path);
		if (!files.contains(path)) {
			throw new InvalidModelException("The model has no %s.".formatted(name),
					"Give a complete folder in the layout of sentence-transformers.");
		}
		try (InputStream stream = files.open(path)) {
			// Read whole first: then it is known whether it is the file that was
			// downloaded.
			return new JsonFile(name, JSON.readTree(stream.readAllBytes()));
		}
		catch (JacksonException ex) {
			throw new InvalidModelException("%s is not JSON (%s).".formatted(name, ex.getOriginalMessage()),
					"Fetch the file again.", ex);
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(name, ex),
					"Check the file and its permissions.", ex);
		}
	}

	static @Nullable JsonFile readIfPresent(ModelFiles files, String path) {
		return files.contains(path) ? read(files, path) : null;
	}

	String text(String field) {
		JsonNode value = this.root.get(field);
		if (value == null || !value.isString()) {
			throw wrong(field, "a string");
		}
		return value.asString();
	}

	@Nullable String optionalText(String field) {
		return this.root.hasNonNull(field) ? text(field) : null;
	}

	@Nullable Integer optionalInteger(String field) {
		if (!this.root.hasNonNull(field)) {
			return null;
		}
		JsonNode value = this.root.get(field);
		// Tokenizers write their "no limit" as 1e30.
		if (!value.isNumber()) {
			throw wrong(field, "a number");
		}
		return (int) Math.min(Integer.MAX_VALUE, value.asDouble());
	}

	int integer(String field) {
		Integer value = optionalInteger(field);
		if (value == null) {
			throw wrong(field, "a number");
		}
		return value;
	}

	List<String> texts(String field) {
		List<String> texts = new ArrayList<>();
		for (JsonNode value : list(field)) {
			if (!value.isString()) {
				throw wrong(field, "a list of strings");
			}
			texts.add(value.asString());
		}
		return texts;
	}

	List<Integer> integers(String field) {
		List<Integer> integers = new ArrayList<>();
		for (JsonNode value : list(field)) {
			if (!value.isInt()) {
				throw wrong(field, "a list of whole numbers");
			}
			integers.add(value.asInt());
		}
		return integers;
	}

	private JsonNode list(String field) {
		JsonNode value = this.root.path(field);
		if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
			throw wrong(field, "a list");
		}
		return value;
	}

	boolean flag(String field, boolean ifMissing) {
		JsonNode value = this.root.get(field);
		if (value == null || value.isNull()) {
			return ifMissing;
		}
		if (!value.isBoolean()) {
			throw wrong(field, "true or false");
		}
		return value.asBoolean();
	}

	JsonNode object(String field) {
		JsonNode value = this.root.get(field);
		if (value == null || !value.isObject()) {
			throw wrong(field, "an object");
		}
		return value;
	}

	InvalidModelException wrong(String field, String expected) {
		return new InvalidModelException(
				"%s holds %s under '%s'.".formatted(this.name, this.root.path(field).toString(), field),
				"Expected is %s.".formatted(expected));
	}

}
