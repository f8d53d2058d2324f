-- Dense vectors of one space, apart from the documents, so that a changed text or metadata leaves the vector
-- index alone. An HNSW index is built when there are many.

CREATE TABLE IF NOT EXISTS ${schema}.${space} (
    document_id bigint NOT NULL REFERENCES ${schema}.document (id) ON DELETE CASCADE,
    tenant      text   COLLATE "C" NOT NULL,
    embedding   ${type} NOT NULL,
    CONSTRAINT ${key} PRIMARY KEY (${keyed})
)${partitioning};

-- Without plain storage, vectors of more than 2 kB would be moved away, and comparing would read them twice.
ALTER TABLE ${schema}.${space} ALTER COLUMN embedding SET STORAGE ${storage};
