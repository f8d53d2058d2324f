-- Sparse vectors of one space, in a narrow table that is quick to scan: at most 1,000 active dimensions fit
-- into a page, so they never move away.

CREATE TABLE IF NOT EXISTS ${schema}.${space} (
    document_id bigint NOT NULL REFERENCES ${schema}.document (id) ON DELETE CASCADE,
    tenant      text   COLLATE "C" NOT NULL,
    embedding   ${type} NOT NULL,
    CONSTRAINT ${key} PRIMARY KEY (${keyed})
)${partitioning};

ALTER TABLE ${schema}.${space} ALTER COLUMN embedding SET STORAGE ${storage};
