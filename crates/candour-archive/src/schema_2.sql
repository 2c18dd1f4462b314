-- A file carries one or more periods. Everything that a file has by period hangs on an edition: one
-- period of one file or, where a publication puts the two halves of a share into two files, the two of
-- them together.

DROP VIEW figures;
DROP VIEW observations;
DROP VIEW current_sources;
DROP VIEW sources;

CREATE TABLE edition (
    id        INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source,
    other_id  INTEGER REFERENCES source,          -- the file with the other half; null as a rule
    period    TEXT NOT NULL,                      -- 2026-01; the month that a quarter ends in
    row_count INTEGER NOT NULL
) STRICT;
CREATE INDEX edition_source ON edition (source_id);
CREATE INDEX edition_other ON edition (other_id) WHERE other_id IS NOT NULL;

-- Until now a file had one period: its edition takes the file's number.
INSERT INTO edition SELECT id, id, NULL, period, row_count FROM source;

DROP INDEX source_period;
ALTER TABLE source DROP COLUMN period;
CREATE INDEX source_publication ON source (publication);

CREATE TABLE body_in_edition (
    body_id    INTEGER NOT NULL REFERENCES body,
    edition_id INTEGER NOT NULL REFERENCES edition,
    level      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    parent     TEXT,
    PRIMARY KEY (edition_id, level, body_id)
) STRICT, WITHOUT ROWID;
INSERT INTO body_in_edition SELECT body_id, source_id, level, name, parent FROM body_in_source ORDER BY source_id, level, body_id;
DROP TABLE body_in_source;

CREATE TABLE observation_2 (
    edition_id            INTEGER NOT NULL REFERENCES edition,
    level                 INTEGER NOT NULL,
    basis                 INTEGER NOT NULL,
    treatment_function_id INTEGER NOT NULL,
    body_id               INTEGER NOT NULL,
    measure_id            INTEGER NOT NULL,
    numerator             INTEGER,                -- in millionths where the measure's parts are
    denominator           INTEGER,
    value                 REAL,
    status                INTEGER NOT NULL,
    is_over               INTEGER NOT NULL,
    PRIMARY KEY (edition_id, level, basis, treatment_function_id, body_id, measure_id)
) STRICT, WITHOUT ROWID;
INSERT INTO observation_2 SELECT * FROM observation
ORDER BY source_id, level, basis, treatment_function_id, body_id, measure_id;
DROP TABLE observation;
ALTER TABLE observation_2 RENAME TO observation;

CREATE TABLE starter_rows_2 (
    edition_id            INTEGER NOT NULL REFERENCES edition,
    level                 INTEGER NOT NULL,
    basis                 INTEGER NOT NULL,
    treatment_function_id INTEGER NOT NULL,
    body_id               INTEGER NOT NULL,
    measure_id            INTEGER NOT NULL,
    rows                  TEXT NOT NULL,
    PRIMARY KEY (edition_id, level, basis, treatment_function_id, body_id, measure_id)
) STRICT, WITHOUT ROWID;
INSERT INTO starter_rows_2 SELECT * FROM starter_rows;
DROP TABLE starter_rows;
ALTER TABLE starter_rows_2 RENAME TO starter_rows;

-- Which measures an edition carries: applies is 0 where its layout lacks a column that the measure
-- needs, so that its figures are not applicable and another edition of the period goes before it.
CREATE TABLE edition_measure (
    edition_id INTEGER NOT NULL REFERENCES edition,
    measure_id INTEGER NOT NULL REFERENCES measure,
    applies    INTEGER NOT NULL,
    PRIMARY KEY (edition_id, measure_id)
) STRICT, WITHOUT ROWID;
INSERT INTO edition_measure
SELECT edition_id, measure_id, max(status <> 6) FROM observation GROUP BY edition_id, measure_id;

-- An edition with what its file says of it. Two files together were out when the later one was.
CREATE VIEW editions AS
SELECT e.id AS edition, e.source_id, e.other_id, e.period, e.row_count, s.sha256, o.sha256 AS other_sha256,
       s.file_name, s.publication, s.form, s.held, s.present, o.present AS other_present,
       CASE WHEN o.scope = 'partial' THEN o.scope ELSE s.scope END AS scope,
       CASE WHEN o.id IS NULL THEN s.published_on
            WHEN s.published_on IS NULL OR o.published_on IS NULL THEN NULL
            ELSE max(s.published_on, o.published_on) END AS published_on,
       CASE WHEN o.id IS NOT NULL AND (s.published_on IS NULL OR o.published_on IS NULL) THEN 'unknown'
            WHEN o.published_on > s.published_on THEN o.published_basis
            ELSE s.published_basis END AS published_basis
FROM edition e
JOIN source s ON s.id = e.source_id
LEFT JOIN source o ON o.id = e.other_id;

-- A row for each period of each file; `source` is the number by which observations name it.
CREATE VIEW sources AS
SELECT e.id AS source, s.sha256, s.file_name, s.container_name, s.publication, s.publisher, s.licence, s.form,
       e.period, s.scope, s.published_on, s.published_basis, e.row_count, s.held, s.taken_at
FROM edition e JOIN source s ON s.id = e.source_id
WHERE e.other_id IS NULL;

-- The edition that carries a measure's period: one that has the measure's columns, one file before two
-- together, the national extract before a part of it, the CSV before the workbook, the latest published
-- before the earlier, a dated one before an undated.
CREATE VIEW carriers AS
SELECT edition, publication, period, measure_id FROM (
    SELECT e.edition, e.publication, e.period, m.measure_id,
           row_number() OVER (PARTITION BY e.publication, e.period, m.measure_id
               ORDER BY NOT m.applies, e.other_id IS NOT NULL, e.scope <> 'national', e.form <> 'csv',
                        e.published_on IS NULL, e.published_on DESC, e.edition DESC) AS place
    FROM edition_measure m JOIN editions e ON e.edition = m.edition_id)
WHERE place = 1;

-- What carries any figure of today.
CREATE VIEW current_sources AS
SELECT DISTINCT edition AS source, publication, period FROM carriers;

-- Every figure of every version; join current_sources for today's.
CREATE VIEW observations AS
SELECT o.edition_id AS source, s.publication, e.period, m.code AS measure, b.code AS body,
       CASE o.level WHEN 0 THEN 'provider' WHEN 1 THEN 'sub-icb' WHEN 2 THEN 'icb' WHEN 3 THEN 'region' ELSE 'england' END AS level,
       CASE o.basis WHEN 0 THEN 'provider' ELSE 'commissioner' END AS basis,
       t.code AS treatment_function, o.numerator, o.denominator, o.value,
       CASE o.status WHEN 0 THEN 'reported' WHEN 1 THEN 'estimate' WHEN 2 THEN 'partial' WHEN 3 THEN 'missing'
            WHEN 4 THEN 'suppressed' WHEN 5 THEN 'not-submitted' WHEN 6 THEN 'not-applicable' ELSE 'none-held-then' END AS status,
       o.is_over, x.published_on
FROM observation o
JOIN edition e ON e.id = o.edition_id
JOIN source s ON s.id = e.source_id
JOIN editions x ON x.edition = e.id
JOIN measure m ON m.id = o.measure_id
JOIN body b ON b.id = o.body_id
LEFT JOIN treatment_function t ON t.id = o.treatment_function_id;

-- Today's figures.
CREATE VIEW figures AS
SELECT o.* FROM observations o
JOIN measure m ON m.code = o.measure
JOIN carriers c ON c.edition = o.source AND c.measure_id = m.id;
