-- One set of migrations for SQLite and PostgreSQL: only types and statements
-- that both read alike. Times are text in a fixed UTC form that sorts; binary
-- values are text too, so that what was signed returns byte for byte.

-- +goose Up
CREATE TABLE journal_events (
    seq     BIGINT PRIMARY KEY,
    prev    TEXT   NOT NULL,
    hash    TEXT   NOT NULL UNIQUE,
    act     TEXT   NOT NULL UNIQUE,
    at      TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    sig     TEXT   NOT NULL
);

-- +goose Down
DROP TABLE journal_events;
