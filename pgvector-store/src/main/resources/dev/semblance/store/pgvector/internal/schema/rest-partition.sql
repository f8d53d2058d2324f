-- Vectors of all tenants that have no partition of their own.

CREATE TABLE IF NOT EXISTS ${schema}.${rest} PARTITION OF ${schema}.${space} DEFAULT;
