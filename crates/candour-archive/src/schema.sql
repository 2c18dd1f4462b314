-- The catalogue's first shape. A later one is a further file, applied in order; see catalogue.rs.

-- A published file that was taken. Nothing is ever overwritten: a revision is a further row.
CREATE TABLE source (
    id               INTEGER PRIMARY KEY,
    sha256           TEXT NOT NULL UNIQUE,        -- of the unpacked file
    file_name        TEXT NOT NULL,
    bytes            INTEGER NOT NULL,
    container_name   TEXT,                        -- the gz or zip it came in
    container_sha256 TEXT,
    publication      TEXT NOT NULL,
    publisher        TEXT NOT NULL,
    licence          TEXT NOT NULL,
    layout           TEXT NOT NULL,
    form             TEXT NOT NULL,               -- csv | workbook
    sheet            TEXT,                        -- the sheet that row numbers count in
    period           TEXT NOT NULL,               -- 2026-01
    scope            TEXT NOT NULL,               -- national | partial
    scope_reason     TEXT NOT NULL,
    published_on     TEXT,                        -- 2026-03-12, or null: not known
    published_basis  TEXT NOT NULL,
    row_count        INTEGER NOT NULL,
    present          TEXT NOT NULL,               -- a 1 or 0 for each count column of the table
    held             INTEGER NOT NULL,            -- 0: starter figures, the file itself is not here
    kept_sha256      TEXT,                        -- of the file in sources/, as packed
    table_sha256     TEXT,                        -- of its tidy table
    measures         TEXT NOT NULL,               -- digest of the definitions that made its observations
    taken_at         TEXT NOT NULL
) STRICT;
CREATE INDEX source_period ON source (publication, period);

CREATE TABLE diagnostic (
    source_id INTEGER NOT NULL REFERENCES source,
    place     INTEGER NOT NULL,
    severity  TEXT NOT NULL,
    code      TEXT NOT NULL,
    json      TEXT NOT NULL,
    PRIMARY KEY (source_id, place)
) STRICT, WITHOUT ROWID;

-- The arithmetic of the publication that a file was held to.
CREATE TABLE arithmetic (
    source_id INTEGER NOT NULL REFERENCES source,
    place     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    detail    TEXT NOT NULL,
    passed    INTEGER NOT NULL,
    PRIMARY KEY (source_id, place)
) STRICT, WITHOUT ROWID;

-- Two forms of one month, compared cell by cell.
CREATE TABLE agreement (
    source_id   INTEGER NOT NULL REFERENCES source,
    other_id    INTEGER NOT NULL REFERENCES source,
    cells       INTEGER NOT NULL,
    differences INTEGER NOT NULL,
    PRIMARY KEY (source_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE treatment_function (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;

-- Every body that a file named, as the latest of them puts it.
CREATE TABLE body (
    id     INTEGER PRIMARY KEY,
    code   TEXT NOT NULL UNIQUE,
    level  INTEGER,
    name   TEXT,
    parent TEXT,
    first  TEXT,                                  -- the first month in which a file names it
    last   TEXT
) STRICT;

-- What each file calls a body, and which body it puts it under. A source's rows lie together, as with
-- observations.
CREATE TABLE body_in_source (
    body_id   INTEGER NOT NULL REFERENCES body,
    source_id INTEGER NOT NULL REFERENCES source,
    level     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    parent    TEXT,
    PRIMARY KEY (source_id, level, body_id)
) STRICT, WITHOUT ROWID;

-- Every figure of every source. A source's figures lie together, so that taking a file writes in
-- one place however large the archive is; a series is one look-up a month.
-- level: 0 provider, 1 sub-icb, 2 icb, 3 region, 4 england. basis: 0 provider, 1 commissioner.
-- status: see the view. treatment_function_id 0: the measure has no such split.
CREATE TABLE observation (
    source_id             INTEGER NOT NULL REFERENCES source,
    level                 INTEGER NOT NULL,
    basis                 INTEGER NOT NULL,
    treatment_function_id INTEGER NOT NULL,
    body_id               INTEGER NOT NULL,
    measure_id            INTEGER NOT NULL,
    numerator             INTEGER,
    denominator           INTEGER,
    value                 REAL,
    status                INTEGER NOT NULL,
    is_over               INTEGER NOT NULL,       -- 1: the value is a lower bound
    PRIMARY KEY (source_id, level, basis, treatment_function_id, body_id, measure_id)
) STRICT, WITHOUT ROWID;

-- The rows behind the figures of a source that is not held.
CREATE TABLE starter_rows (
    source_id             INTEGER NOT NULL REFERENCES source,
    level                 INTEGER NOT NULL,
    basis                 INTEGER NOT NULL,
    treatment_function_id INTEGER NOT NULL,
    body_id               INTEGER NOT NULL,
    measure_id            INTEGER NOT NULL,
    rows                  TEXT NOT NULL,
    PRIMARY KEY (source_id, level, basis, treatment_function_id, body_id, measure_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The views are the documented surface for `candour sql`, Datasette, R and Python.

CREATE VIEW sources AS
SELECT id AS source, sha256, file_name, container_name, publication, publisher, licence, form, period,
       scope, published_on, published_basis, row_count, held, taken_at
FROM source;

-- The file that carries a month: the national extract before a part of it, the CSV before the
-- workbook, the latest published before the earlier, a dated one before an undated.
CREATE VIEW current_sources AS
SELECT id AS source, publication, period FROM (
    SELECT id, publication, period, scope,
           row_number() OVER (PARTITION BY publication, period
               ORDER BY scope <> 'national', form <> 'csv', published_on IS NULL, published_on DESC, id DESC) AS place
    FROM source)
WHERE place = 1;

-- Every figure of every version; join current_sources for today's.
CREATE VIEW observations AS
SELECT o.source_id AS source, s.publication, s.period, m.code AS measure, b.code AS body,
       CASE o.level WHEN 0 THEN 'provider' WHEN 1 THEN 'sub-icb' WHEN 2 THEN 'icb' WHEN 3 THEN 'region' ELSE 'england' END AS level,
       CASE o.basis WHEN 0 THEN 'provider' ELSE 'commissioner' END AS basis,
       t.code AS treatment_function, o.numerator, o.denominator, o.value,
       CASE o.status WHEN 0 THEN 'reported' WHEN 1 THEN 'estimate' WHEN 2 THEN 'partial' WHEN 3 THEN 'missing'
            WHEN 4 THEN 'suppressed' WHEN 5 THEN 'not-submitted' WHEN 6 THEN 'not-applicable' ELSE 'none-held-then' END AS status,
       o.is_over, s.published_on
FROM observation o
JOIN source s ON s.id = o.source_id
JOIN measure m ON m.id = o.measure_id
JOIN body b ON b.id = o.body_id
LEFT JOIN treatment_function t ON t.id = o.treatment_function_id;

-- Today's figures.
CREATE VIEW figures AS
SELECT o.* FROM observations o JOIN current_sources c ON c.source = o.source;

-- Bodies by the name that the latest file gives them.
CREATE VIEW bodies AS
SELECT code AS body, name,
       CASE level WHEN 0 THEN 'provider' WHEN 1 THEN 'sub-icb' WHEN 2 THEN 'icb' WHEN 3 THEN 'region' ELSE 'england' END AS level,
       parent, first, last
FROM body;
