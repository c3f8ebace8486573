CREATE TABLE feedback (
    answer_id TEXT PRIMARY KEY,
    given_at TEXT NOT NULL,      -- UTC, ISO 8601, as is answered_at
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'missing')),
    comment TEXT,
    question TEXT NOT NULL,
    history TEXT NOT NULL,       -- JSON: the earlier questions, oldest first
    filtered INTEGER NOT NULL,   -- whether only some articles could answer
    reason TEXT,                 -- why it abstained; null where it quoted
    quotes TEXT NOT NULL,        -- JSON: [article id, start, end, SHA-256 of the article's text], best first
    generation INTEGER NOT NULL,
    answered_at TEXT NOT NULL
);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
