package dev.semblance.store.pgvector.internal.schema;

import java.time.Instant;

import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A space of a collection's vectors, as it is recorded.
 *
 * @param table the table that holds the vectors; its name is the space's id
 * @param description what the vectors share
 * @param served whether the collection serves them; if not, they are beside
 * @param servedUntil when they ceased to be served; {@code null} if they are, or never
 * were
 */
public record RecordedSpace(Identifier table, SpaceDescription description, boolean served,
		@Nullable Instant servedUntil) {
}
