-- From schema 2 to 3: who may see which article. Until its file is indexed again, an article is everyone's, as it was.
CREATE TABLE audiences (           -- the sets of groups that articles are for; a number never changes its meaning
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    groups TEXT NOT NULL UNIQUE    -- JSON, sorted; [] is everyone
);
INSERT INTO audiences VALUES (0, '[]');
ALTER TABLE articles ADD COLUMN audience INTEGER NOT NULL DEFAULT 0 REFERENCES audiences (row);
CREATE INDEX articles_restricted ON articles (audience) WHERE audience != 0;
DROP INDEX articles_hidden;
CREATE INDEX articles_hidden ON articles (hidden) WHERE hidden != 0;
CREATE VIEW stands (article, by) AS  -- which article another one stands for
    SELECT older, newer FROM kin WHERE kind = 'update' UNION ALL SELECT newer, older FROM kin WHERE kind = 'copy';
