-- The catalog: the only truth about a collection. Offsets count Unicode code points of articles.text.
-- AUTOINCREMENT, so that a row number is never used twice: a cache that still names a deleted row is
-- out of date, never wrong.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE files (               -- what each file held when it was last read whole
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    articles INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE audiences (           -- the sets of groups that articles are for; a number never changes its meaning
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    groups TEXT NOT NULL UNIQUE    -- JSON, sorted; [] is everyone
);
INSERT INTO audiences VALUES (0, '[]');

CREATE TABLE articles (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,          -- the file
    entry TEXT NOT NULL,           -- the record's own id in a file of many, '' in a file of one
    fingerprint TEXT NOT NULL,     -- of all the file said about it: an article that has it is unchanged
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    url TEXT,
    byline TEXT,
    publisher TEXT,
    published TEXT,                -- ISO date
    updated TEXT,                  -- ISO date
    dropped TEXT NOT NULL,         -- JSON: [[start, end, reason], …]
    all_kept INTEGER NOT NULL,     -- 1: most of it looked like furniture, so all of it was kept
    sketch BLOB NOT NULL,          -- of what it keeps, to tell its twins by
    address TEXT,                  -- what of its URL says which page it is
    heading TEXT NOT NULL,         -- the words of its headline
    hidden INTEGER NOT NULL DEFAULT 0,  -- 1: another article stands for it, a newer version or an equal one; 2: it does
                                        -- so for those only who may see that one
    audience INTEGER NOT NULL DEFAULT 0 REFERENCES audiences (row)
);
CREATE UNIQUE INDEX articles_by_origin ON articles (origin, entry);
CREATE INDEX articles_by_publisher ON articles (publisher COLLATE NOCASE);
CREATE INDEX articles_by_date ON articles (published);
CREATE INDEX articles_by_address ON articles (address) WHERE address IS NOT NULL;
CREATE INDEX articles_by_heading ON articles (heading);
CREATE INDEX articles_hidden ON articles (hidden) WHERE hidden != 0;
CREATE INDEX articles_restricted ON articles (audience) WHERE audience != 0;

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
CREATE VIEW stands (article, by) AS  -- which article another one stands for
    SELECT older, newer FROM kin WHERE kind = 'update' UNION ALL SELECT newer, older FROM kin WHERE kind = 'copy';

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

CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);

CREATE TABLE vectors (             -- one a passage, or several where it is longer than the embedder reads
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    vector BLOB NOT NULL           -- little-endian float16
);
CREATE INDEX vectors_by_passage ON vectors (passage);

-- Contentless: the words of a passage are found by its row; the text itself is only in articles.
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content='', tokenize='porter unicode61 remove_diacritics 2'
);

CREATE TABLE generations (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    store TEXT NOT NULL,
    last_vector INTEGER NOT NULL,  -- the newest row in it, and how many: it is whole while both still hold
    vectors INTEGER NOT NULL,
    hiding INTEGER NOT NULL        -- how often the set of hidden articles had changed
);
