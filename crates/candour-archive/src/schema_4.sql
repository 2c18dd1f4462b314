-- Families of files without measures: the trusts of a league table are bodies like any other. What is
-- shown of a body is what the latest file with figures says of it, and only where none names it what a
-- file without figures says. Until now every file had figures.
ALTER TABLE body ADD COLUMN has_figures INTEGER NOT NULL DEFAULT 1;
