package dev.semblance.store.pgvector.internal.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make the tables, as a person reads them and as the store applies
 * them.
 */
public final class SchemaScript {

	/** The version that this code reads and writes. */
	static final int VERSION = 2;

	/** Longest value that fits into a page beside the rest of its row. */
	private static final int LARGEST_PLAIN_BYTES = 8_016;

	private final Identifier schema;

	private final TextSearchLanguage language;

	private final Extension extension;

	private final boolean partitioned;

	/**
	 * Creates a script.
	 * @param schema the schema of the tables
	 * @param language how texts become lexemes
	 * @param extension where the types are
	 * @param partitioned whether tables of vectors have partitions for tenants
	 */
	SchemaScript(Identifier schema, TextSearchLanguage language, Extension extension, boolean partitioned) {
		this.schema = schema;
		this.language = language;
		this.extension = extension;
		this.partitioned = partitioned;
	}

	/**
	 * Writes everything that a description needs.
	 * @param description what is to be stored
	 * @param partitioned whether tables of vectors have partitions for tenants
	 * @param indexes statements for later, when the tables are full
	 * @return statements for a migration tool; the extension must be on the search path
	 */
	public static String of(StoreDescription description, boolean partitioned, List<String> indexes) {
		SchemaScript script = new SchemaScript(description.schema(), description.language(), Extension.onSearchPath(),
				partitioned);
		List<String> parts = new ArrayList<>(List.of(script.createSchema(), script.documents()));
		description.spaces().forEach((space) -> parts.add(script.space(space, description.collection())));
		if (!indexes.isEmpty()) {
			parts.add("-- When there are many documents, and outside of a transaction:\n");
			indexes.forEach((index) -> parts.add("-- %s;\n".formatted(index)));
		}
		return String.join("\n", parts);
	}

	/**
	 * Names the tables of a description.
	 * @param description what is to be stored
	 * @param partitioned whether tables of vectors have partitions for tenants
	 * @return the names
	 */
	public static Tables tables(StoreDescription description, boolean partitioned) {
		Identifier dense = table(description, description.dense());
		Identifier sparse = table(description, description.sparse());
		return partitioned ? new Tables(description.schema(), dense, sparse, rest(dense), rest(sparse), false)
				: new Tables(description.schema(), dense, sparse);
	}

	private static @Nullable Identifier rest(@Nullable Identifier table) {
		return (table != null) ? TenantPartitions.rest(table) : null;
	}

	private static @Nullable Identifier table(StoreDescription description, @Nullable SpaceDescription space) {
		return (space != null) ? space.table(description.collection()) : null;
	}

	String createSchema() {
		return "CREATE SCHEMA IF NOT EXISTS %s;\n".formatted(this.schema);
	}

	String documents() {
		return render("documents.sql", Map.of("schema", this.schema.toString(), "language", this.language.name(),
				"configuration", this.language.configuration()));
	}

	String space(SpaceDescription space, String collection) {
		boolean dense = space.kind() == SpaceDescription.Kind.DENSE;
		Identifier table = space.table(collection);
		String vectors = render(dense ? "dense-space.sql" : "sparse-space.sql", Map.of("schema", this.schema.toString(),
				"space", table.toString(), "type", this.extension.qualified(type(space)), "storage",
				(bytes(space) <= LARGEST_PLAIN_BYTES) ? "PLAIN" : "EXTERNAL", "key", Tables.key(table).toString(),
				// Of a partitioned table it must tell the partition.
				"keyed", this.partitioned ? "document_id, tenant" : "document_id", "partitioning",
				this.partitioned ? " PARTITION BY LIST (tenant)" : ""));
		return this.partitioned ? vectors + "\n" + render("rest-partition.sql", Map.of("schema", this.schema.toString(),
				"space", table.toString(), "rest", TenantPartitions.rest(table).toString())) : vectors;
	}

	private static String type(SpaceDescription space) {
		if (space.kind() == SpaceDescription.Kind.SPARSE) {
			return "sparsevec(%d)".formatted(space.dimensions());
		}
		return ((space.precision() == SpaceDescription.Precision.HALF) ? "halfvec(%d)" : "vector(%d)")
			.formatted(space.dimensions());
	}

	private static int bytes(SpaceDescription space) {
		if (space.kind() == SpaceDescription.Kind.SPARSE) {
			return LARGEST_PLAIN_BYTES;
		}
		return 8 + space.dimensions() * ((space.precision() == SpaceDescription.Precision.HALF) ? 2 : 4);
	}

	private static String render(String template, Map<String, String> values) {
		String text = read(template);
		for (Map.Entry<String, String> value : values.entrySet()) {
			text = text.replace("${%s}".formatted(value.getKey()), value.getValue());
		}
		return text;
	}

	private static String read(String template) {
		try (InputStream in = SchemaScript.class.getResourceAsStream(template)) {
			if (in == null) {
				throw new IllegalStateException("The artifact is incomplete: %s is missing.".formatted(template));
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The artifact cannot be read: %s.".formatted(template), ex);
		}
	}

}
