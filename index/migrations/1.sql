-- From schema 1 to 2: particulars of an update, twins, and what people correct. Articles get their sketches when they are
-- indexed again.
ALTER TABLE articles ADD COLUMN updated TEXT;
ALTER TABLE articles ADD COLUMN all_kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN sketch BLOB NOT NULL DEFAULT x'';
ALTER TABLE articles ADD COLUMN address TEXT;
ALTER TABLE articles ADD COLUMN heading TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN hiding INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_by_address ON articles (address) WHERE address IS NOT NULL;
CREATE INDEX articles_by_heading ON articles (heading);
CREATE INDEX articles_hidden ON articles (row) WHERE hidden;
CREATE TABLE bands (               -- locality-sensitive hashes of the sketches: twins share at least one
    band INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
CREATE TABLE kin (                 -- two articles that are one story
    older INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    newer INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    kind TEXT NOT NULL,            -- copy, update or story
    PRIMARY KEY (older, newer)
) WITHOUT ROWID;
CREATE INDEX kin_by_newer ON kin (newer);
CREATE TABLE lines (               -- short lines under the headlines of a publisher; what recurs is furniture
    publisher TEXT NOT NULL,
    line INTEGER NOT NULL,         -- both are hashes
    headline INTEGER NOT NULL,
    PRIMARY KEY (publisher, line, headline)
) WITHOUT ROWID;
CREATE TABLE corrections (         -- what a person said about a stretch; it holds while the text has this SHA-256
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    reason TEXT                    -- why it is dropped; none: it is kept
);
CREATE INDEX corrections_by_article ON corrections (article);
