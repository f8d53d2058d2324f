package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.store.pgvector.internal.database.Extension;

/**
 * A schema that was found, or made, to fit a description.
 *
 * @param extension the extension whose types it uses
 * @param tables the names of its tables
 * @param description what it is for, as it was recorded when it was made
 */
public record OpenSchema(Extension extension, Tables tables, StoreDescription description) {
}
