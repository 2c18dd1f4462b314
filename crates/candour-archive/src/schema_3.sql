-- What files say of bodies: directories of organisations, successions, lookups, boundaries, and the
-- sheets of a statistic that say which provider is where.

-- The day as at which such a file speaks.
CREATE TABLE vintage (
    source_id INTEGER PRIMARY KEY REFERENCES source,
    as_at     TEXT NOT NULL,                      -- 2024-12-31
    basis     TEXT NOT NULL,                      -- stated | list | file-name | content | period
    reason    TEXT NOT NULL
) STRICT;

-- A row of the register as a file says it, in the order of the file.
-- kind body:       code, relation (the kind of body), name, since, until
-- kind ons-code:   code, other (the code by the Office for National Statistics)
-- kind link:       code (child), other (parent), relation
-- kind succession: code (predecessor), other (successor), relation, since
CREATE TABLE register_row (
    source_id INTEGER NOT NULL REFERENCES source,
    place     INTEGER NOT NULL,
    line      INTEGER NOT NULL,                   -- 0: the file is not read by lines
    kind      TEXT NOT NULL,
    code      TEXT NOT NULL,
    other     TEXT,
    relation  TEXT,
    name      TEXT,
    since     TEXT,
    until     TEXT,
    PRIMARY KEY (source_id, place)
) STRICT, WITHOUT ROWID;

-- How many small areas of the census lie in a sub-ICB location and a council's area.
CREATE TABLE lsoa_count (
    source_id    INTEGER NOT NULL REFERENCES source,
    sub_icb      TEXT NOT NULL,
    board        TEXT NOT NULL,
    council      TEXT NOT NULL,                   -- empty: the file names no councils
    council_name TEXT NOT NULL,
    lsoas        INTEGER NOT NULL,
    PRIMARY KEY (source_id, council, sub_icb, board)
) STRICT, WITHOUT ROWID;

-- Where the boundary of an area runs; see area_shapes.rs for how rings are written.
CREATE TABLE area_shape (
    source_id INTEGER NOT NULL REFERENCES source,
    level     INTEGER NOT NULL,
    ons       TEXT NOT NULL,
    name      TEXT NOT NULL,
    rings     BLOB NOT NULL,
    PRIMARY KEY (source_id, level, ons)
) STRICT, WITHOUT ROWID;

CREATE VIEW register_rows AS
SELECT r.source_id AS source, s.publication, s.file_name, v.as_at, r.line, r.kind, r.code, r.other, r.relation,
       r.name, r.since, r.until
FROM register_row r
JOIN source s ON s.id = r.source_id
JOIN vintage v ON v.source_id = r.source_id;

CREATE VIEW lsoa_counts AS
SELECT l.source_id AS source, s.file_name, v.as_at, l.sub_icb, l.board, l.council, l.council_name, l.lsoas
FROM lsoa_count l
JOIN source s ON s.id = l.source_id
JOIN vintage v ON v.source_id = l.source_id;
