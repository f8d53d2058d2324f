package dev.semblance.store.pgvector.internal.filter;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.semblance.retrieval.store.StoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Metadata as the JSON object of a <code>jsonb</code> column. Types survive: a whole
 * number without a fraction is a {@link Long}, any other number a {@link Double}. Only
 * the sign of -0.0 is lost, since the server has no such number.
 */
public final class MetadataJson {

	/** The server's own limits are lower, and what it holds must be readable. */
	private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
		.maxNameLength(Integer.MAX_VALUE)
		.maxStringLength(Integer.MAX_VALUE)
		.build();

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder().streamReadConstraints(UNLIMITED).build())
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private MetadataJson() {
	}

	/**
	 * Writes metadata.
	 * @param metadata a document's metadata, whose keys and strings
	 * {@linkplain StorableText can be stored}
	 * @return a JSON object with sorted keys
	 */
	public static String write(Map<String, Object> metadata) {
		Map<String, Object> sorted = new TreeMap<>(metadata);
		sorted.replaceAll((key, value) -> (value instanceof Double number) ? StoredNumber.of(number) : value);
		return JSON.writeValueAsString(sorted);
	}

	/**
	 * Reads metadata.
	 * @param json the text of the column
	 * @return the metadata
	 * @throws StoreException if the store has not written that
	 */
	public static Map<String, Object> read(String json) {
		JsonNode object;
		try {
			object = JSON.readTree(json);
		}
		catch (JacksonException ex) {
			throw foreign("is not JSON (%s)".formatted(ex.getOriginalMessage()), ex);
		}
		if (!object.isObject()) {
			throw foreign("is not a JSON object", null);
		}
		Map<String, Object> metadata = new HashMap<>();
		object.properties().forEach((entry) -> metadata.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
		return metadata;
	}

	/** Writes an object of one entry, a string, a boolean or a decimal. */
	static String entry(String key, Object value) {
		return JSON.writeValueAsString(Map.of(key, (value instanceof BigDecimal number) ? plain(number) : value));
	}

	private static BigDecimal plain(BigDecimal number) {
		return (number.scale() < 0) ? number.setScale(0) : number;
	}

	private static Object value(String key, JsonNode value) {
		if (value.isString()) {
			return value.stringValue();
		}
		if (value.isBoolean()) {
			return value.booleanValue();
		}
		if (value.isIntegralNumber() && value.canConvertToLong()) {
			return value.longValue();
		}
		if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
			return value.doubleValue();
		}
		throw foreign(
				"has something under %s that is no string, boolean, long or double".formatted(StorableText.quoted(key)),
				null);
	}

	private static StoreException foreign(String problem, @Nullable JacksonException cause) {
		return new StoreException("A document's stored metadata %s.".formatted(problem),
				"Write to the store's tables only through the store.", cause);
	}

}
