package dev.semblance.retrieval;

import dev.semblance.encoders.InvalidInputException;

/**
 * The types that a metadata value can have.
 */
final class MetadataValues {

	private MetadataValues() {
	}

	static Object checked(String documentId, String key, Object value) {
		if (value instanceof String || value instanceof Boolean || value instanceof Long) {
			return value;
		}
		if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return ((Number) value).longValue();
		}
		if (value instanceof Double || value instanceof Float) {
			double number = ((Number) value).doubleValue();
			if (Double.isFinite(number)) {
				return number;
			}
		}
		throw new InvalidInputException(
				"Metadata '%s' of document '%s' is %s (%s).".formatted(key, documentId, value,
						value.getClass().getSimpleName()),
				"Use a string, a boolean, a whole number or a finite floating-point number.");
	}

}
