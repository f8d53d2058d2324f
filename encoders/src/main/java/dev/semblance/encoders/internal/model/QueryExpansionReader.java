package dev.semblance.encoders.internal.model;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads how queries are expanded: from the transformer's file, or from what PyLate writes
 * for the whole model.
 */
final class QueryExpansionReader {

	private static final String FIELD = "query_expansion";

	/** Length of ColBERT's queries, which PyLate takes if its files name none. */
	private static final int USUAL_LENGTH = 32;

	/** Any of these tells that PyLate wrote the file. */
	private static final List<String> PYLATE_FIELDS = List.of("query_length", "document_length", FIELD,
			"do_query_expansion", "attend_to_expansion_tokens", "attend_to_mask_tokens", "query_prefix",
			"document_prefix", "skiplist_words");

	private QueryExpansionReader() {
	}

	static @Nullable QueryExpansion read(@Nullable JsonFile sentences, @Nullable JsonFile whole) {
		for (JsonFile json : Stream.of(sentences, whole).flatMap(Stream::ofNullable).toList()) {
			if (json.root().hasNonNull(FIELD)) {
				return read(json);
			}
		}
		boolean pylate = whole != null && !whole.root().has(FIELD)
				&& PYLATE_FIELDS.stream().anyMatch(whole.root()::has);
		return (whole != null && pylate) ? readPylate(whole) : null;
	}

	private static QueryExpansion read(JsonFile json) {
		JsonNode node = json.object(FIELD);
		String strategy = node.path("strategy").asString("");
		if (!List.of("fixed", "min").contains(strategy) || !node.path("length").isInt()
				|| node.path("length").asInt() < 1) {
			throw json.wrong(FIELD, "a strategy, fixed or min, and a length of 1 or more");
		}
		JsonNode token = node.path("token");
		return new QueryExpansion(strategy.equals("fixed"), node.path("attend").asBoolean(false),
				token.isString() ? token.asString() : null, node.path("length").asInt());
	}

	private static @Nullable QueryExpansion readPylate(JsonFile json) {
		if (!json.flag("do_query_expansion", true)) {
			return null;
		}
		boolean attended = json.flag("attend_to_expansion_tokens", json.flag("attend_to_mask_tokens", false));
		Integer length = json.optionalInteger("query_length");
		return new QueryExpansion(true, attended, null, (length != null && length > 0) ? length : USUAL_LENGTH);
	}

}
