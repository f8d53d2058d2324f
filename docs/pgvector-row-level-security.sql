-- Row-level security for the tenants of a Semblance schema, as a second wall behind the condition on the tenant that
-- every statement of the store has anyway. To be run with psql by the owner of the tables, for the role that the
-- application connects as:
--
--   psql -v schema=semblance -v application=app < pgvector-row-level-security.sql
--
-- Run it again when a collection was added; a space that `semblance store reembed` adds has the grants and policies of
-- the one that it is to replace.
-- The application must neither own the tables nor be a superuser nor have BYPASSRLS, and opens the store with
-- createTables(false). Tables of vectors get no indexes from it, so let a role that owns them build those.

\set ON_ERROR_STOP on

BEGIN;

GRANT USAGE ON SCHEMA :"schema" TO :"application";

-- What collections there are, and which model each was made for, is no tenant's secret.
GRANT SELECT ON :"schema".schema_version, :"schema".embedding_space, :"schema".collection TO :"application";

-- The documents and all tables of vectors. Partitions are reached by the tables they belong to, and by them only.
SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON %1$I.%2$I TO %3$I', :'schema', name, :'application'),
       format('ALTER TABLE %1$I.%2$I ENABLE ROW LEVEL SECURITY', :'schema', name),
       format('DROP POLICY IF EXISTS tenant ON %1$I.%2$I', :'schema', name),
       -- Asked once for each statement, not for each row. The store sets an equals sign and the tenant, for its own
       -- transaction; afterwards the setting is empty, and nothing is seen.
       format('CREATE POLICY tenant ON %1$I.%2$I USING (tenant = (SELECT substr(nullif(current_setting('
              '''semblance.tenant'', true), ''''), 2)))', :'schema', name)
  FROM (SELECT 'document' AS name UNION ALL SELECT id FROM :"schema".embedding_space) AS tables
\gexec

COMMIT;
