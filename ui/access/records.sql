CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    groups TEXT NOT NULL,     -- a JSON list
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    created TEXT NOT NULL,    -- ISO 8601, UTC, as all times here
    expires TEXT,             -- the moment from which it is refused
    revoked TEXT
) STRICT;

CREATE UNIQUE INDEX one_token_a_name ON tokens (name) WHERE revoked IS NULL;

-- A browser that is signed in: by a token, whose name and groups are looked up anew, or by a provider.
CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    token TEXT REFERENCES tokens (id),
    name TEXT NOT NULL,
    groups TEXT NOT NULL,
    expires TEXT NOT NULL
) STRICT;
