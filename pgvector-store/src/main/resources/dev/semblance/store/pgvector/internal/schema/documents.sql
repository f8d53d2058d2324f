-- Semblance, schema version 2: collections, the spaces of their vectors, and documents.
-- The vectors of each space are in a table of their own.

CREATE TABLE IF NOT EXISTS ${schema}.schema_version (
    version      integer     NOT NULL PRIMARY KEY,
    language     text        NOT NULL,  -- text search configuration of document.lexemes
    installed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO ${schema}.schema_version (version, language)
    SELECT 2, '${language}' WHERE NOT EXISTS (SELECT FROM ${schema}.schema_version);

-- What the vectors of one table must share to be comparable. Where sha256, revision, pooling or prompts
-- are not known, they are null.
CREATE TABLE IF NOT EXISTS ${schema}.embedding_space (
    id         text        NOT NULL PRIMARY KEY,  -- also the name of the table that holds the vectors
    kind       text        NOT NULL CHECK (kind IN ('dense', 'sparse')),
    model      text        NOT NULL,
    revision   text,
    sha256     text,
    dimensions integer     NOT NULL,
    similarity text        NOT NULL,
    pooling    text,
    prompts    jsonb,
    precision  text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS ${schema}.collection (
    name         text        COLLATE "C" NOT NULL PRIMARY KEY,
    dense_space  text        REFERENCES ${schema}.embedding_space (id),
    sparse_space text        REFERENCES ${schema}.embedding_space (id),
    created_at   timestamptz NOT NULL DEFAULT now()
);

-- Spaces of a collection beside those that it serves: on the way to replace one, or replaced by one.
CREATE TABLE IF NOT EXISTS ${schema}.collection_space (
    collection   text        COLLATE "C" NOT NULL REFERENCES ${schema}.collection (name),
    space        text        NOT NULL REFERENCES ${schema}.embedding_space (id),
    added_at     timestamptz NOT NULL DEFAULT now(),
    served_until timestamptz,  -- null if it was never served
    PRIMARY KEY (collection, space)
);

CREATE TABLE IF NOT EXISTS ${schema}.document (
    id           bigint   NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection   text     COLLATE "C" NOT NULL,
    tenant       text     COLLATE "C" NOT NULL,
    external_id  text     COLLATE "C" NOT NULL,
    content      text     NOT NULL,
    metadata     jsonb    NOT NULL,
    content_hash bytea    NOT NULL,  -- SHA-256 of content and metadata
    lexemes      tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('${configuration}'::regconfig, content)) STORED,
    UNIQUE (collection, tenant, external_id)
);

-- Entries of these two are gathered up to 16 MB before they are sorted in, which halves the cost of writing
-- many documents. Vacuum sorts them in, and so does the store at the end of an ingest.

CREATE INDEX IF NOT EXISTS document_metadata ON ${schema}.document USING gin (metadata jsonb_path_ops)
    WITH (gin_pending_list_limit = 16384);

CREATE INDEX IF NOT EXISTS document_lexemes ON ${schema}.document USING gin (lexemes)
    WITH (gin_pending_list_limit = 16384);

-- Who changes a text brings the vectors of the spaces that are served; those beside are forgotten, and made anew
-- when such a space is filled. The owner's rights are needed: who writes need not know of other spaces. In single
-- quotes, because not every tool that applies scripts knows others.
CREATE OR REPLACE FUNCTION ${schema}.forget_vectors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS '
DECLARE
    beside text;
BEGIN
    FOR beside IN SELECT space FROM ${schema}.collection_space WHERE collection = NEW.collection LOOP
        EXECUTE format(''DELETE FROM ${schema}.%I WHERE document_id = $1 AND tenant = $2'', beside) USING NEW.id, NEW.tenant;
    END LOOP;
    RETURN NULL;
END
';

REVOKE EXECUTE ON FUNCTION ${schema}.forget_vectors() FROM PUBLIC;

CREATE OR REPLACE TRIGGER document_forget_vectors AFTER UPDATE OF content ON ${schema}.document FOR EACH ROW
    WHEN (OLD.content IS DISTINCT FROM NEW.content) EXECUTE FUNCTION ${schema}.forget_vectors();
