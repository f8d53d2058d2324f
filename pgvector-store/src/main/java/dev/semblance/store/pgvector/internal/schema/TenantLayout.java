package dev.semblance.store.pgvector.internal.schema;

/**
 * Where a tenant's vectors lie.
 *
 * @param tenant the tenant, empty for nobody in particular
 * @param partitioned whether tables of vectors that are made have a partition for each
 * tenant that wants one
 * @param own whether this tenant wants one
 */
public record TenantLayout(String tenant, boolean partitioned, boolean own) {
}
