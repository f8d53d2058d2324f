package dev.semblance.benchmarks.protocol.pgvector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How a contestant connects.
 *
 * @param url JDBC URL of the contestant's own database, without what follows
 * @param connections most connections, as many as there are callers
 * @param rewriteBatchedInserts whether the driver makes one statement of several inserts
 * @param efSearch candidates of an HNSW search; pgvector's or the library's own if empty
 * @param iterativeScan whether an HNSW search goes on until there are enough documents;
 * pgvector's or the library's own if empty
 */
public record PgVectorSettings(String url, int connections, boolean rewriteBatchedInserts, OptionalInt efSearch,
		String iterativeScan) {

	/**
	 * Returns the URL for libraries that have no settings of their own for any of this:
	 * the only way is through the connection's options.
	 * @return the URL with everything in it
	 */
	public String urlWithOptions() {
		Map<String, String> options = new LinkedHashMap<>();
		this.efSearch.ifPresent((candidates) -> options.put("hnsw.ef_search", String.valueOf(candidates)));
		if (!this.iterativeScan.isEmpty()) {
			options.put("hnsw.iterative_scan", this.iterativeScan);
		}
		StringBuilder complete = new StringBuilder(this.url);
		if (this.rewriteBatchedInserts) {
			append(complete, "reWriteBatchedInserts", "true");
		}
		if (!options.isEmpty()) {
			append(complete, "options",
					options.entrySet()
						.stream()
						.map((option) -> "-c " + option.getKey() + "=" + option.getValue())
						.collect(Collectors.joining(" ")));
		}
		return complete.toString();
	}

	private static void append(StringBuilder url, String name, String value) {
		url.append((url.indexOf("?") < 0) ? '?' : '&')
			.append(name)
			.append('=')
			// The driver takes a plus sign for one.
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
	}

}
