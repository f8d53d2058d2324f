package dev.semblance.encoders.internal.optimized;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.optimizer.FusionReport;
import dev.semblance.encoders.internal.optimizer.OptimizationTarget;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is recorded of an optimized model, in a file beside those it speaks of.
 *
 * @param key what decided how it came out
 * @param name names the model for people
 * @param report what was done to it
 * @param files its files by name
 */
record OptimizationRecord(OptimizationKey key, String name, FusionReport report,
		NavigableMap<String, StoredFile> files) {

	private static final JsonMapper JSON = JsonMapper.shared();

	byte[] toJson() {
		OptimizationTarget target = this.key.target();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", this.name);
		json.put("model", this.key.model());
		json.put("optimizer", this.key.optimizer());
		json.put("runtime", this.key.runtime());
		json.put("precision", target.precision().modelName());
		json.put("cuda", target.cuda());
		json.put("unpadded", target.unpadded());
		json.put("reducedRange", target.reducedRange());
		json.put("before", new TreeMap<>(this.report.before()));
		json.put("after", new TreeMap<>(this.report.after()));
		json.put("unrecognized", this.report.unrecognized());
		Map<String, Object> described = new LinkedHashMap<>();
		this.files
			.forEach((file, stored) -> described.put(file, Map.of("size", stored.size(), "crc32c", stored.crc32c())));
		json.put("files", described);
		return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
	}

	/**
	 * Reads a record.
	 * @param json its bytes
	 * @throws IllegalArgumentException if it is none
	 */
	static OptimizationRecord ofJson(byte[] json) {
		try {
			JsonNode root = JSON.readTree(json);
			OptimizationTarget target = new OptimizationTarget(
					ModelPrecision.named(root.required("precision").stringValue()),
					root.required("cuda").booleanValue(), root.required("unpadded").booleanValue(),
					root.required("reducedRange").booleanValue());
			OptimizationKey key = new OptimizationKey(root.required("model").stringValue(),
					root.required("optimizer").intValue(), root.required("runtime").stringValue(), target);
			FusionReport report = new FusionReport(counts(root.required("before")), counts(root.required("after")),
					root.required("unrecognized").valueStream().map(JsonNode::stringValue).toList());
			NavigableMap<String, StoredFile> files = new TreeMap<>();
			root.required("files")
				.properties()
				.forEach((file) -> files.put(file.getKey(), new StoredFile(file.getValue().required("size").longValue(),
						file.getValue().required("crc32c").stringValue())));
			return new OptimizationRecord(key, root.required("name").stringValue(), report, files);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
		catch (InvalidInputException ex) {
			throw new IllegalArgumentException(ex.problem(), ex);
		}
	}

	private static Map<String, Integer> counts(JsonNode json) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		json.properties().forEach((count) -> counts.put(count.getKey(), count.getValue().intValue()));
		return counts;
	}

}
