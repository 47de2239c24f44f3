namespace Muster.Storage.Sqlite;

/// <summary>
/// The tables. Forward only: a step that was shipped is never changed, the next one is added below it, and
/// <c>PRAGMA user_version</c> says how many a file has gone.
/// </summary>
internal static class Schema
{
    /// <summary>Marks a file as ours: "Must".</summary>
    public const int ApplicationId = 0x4D757374;

    public static readonly IReadOnlyList<string> Steps = [First, Second, Third, Fourth];

    private const string First = """
        CREATE TABLE streams(
            key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, hash BLOB NOT NULL,
            due_at INTEGER, due_rank INTEGER) STRICT;
        CREATE INDEX streams_due ON streams(due_at, due_rank, key) WHERE due_at IS NOT NULL;

        CREATE TABLE terms(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE events(
            position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL,
            happened INTEGER NOT NULL, recorded INTEGER NOT NULL, actor TEXT, cause TEXT, key TEXT,
            policy INTEGER NOT NULL, epoch INTEGER NOT NULL, body BLOB NOT NULL, digest BLOB,
            hash BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX events_version ON events(stream, version);
        CREATE TABLE texts(position INTEGER PRIMARY KEY, salt BLOB, text BLOB NOT NULL) STRICT;
        CREATE TABLE snapshots(stream INTEGER PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL) STRICT;

        CREATE TABLE outbox(
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, about TEXT, rank INTEGER NOT NULL,
            not_before INTEGER NOT NULL, ready_at INTEGER NOT NULL, body BLOB NOT NULL, state INTEGER NOT NULL,
            attempts INTEGER NOT NULL, owner TEXT, reason TEXT, settled_at INTEGER) STRICT;
        CREATE INDEX outbox_ready ON outbox(rank, ready_at) WHERE state = 0;
        CREATE INDEX outbox_unsent ON outbox(not_before) WHERE state = 0;
        CREATE INDEX outbox_about ON outbox(about) WHERE about IS NOT NULL;

        CREATE TABLE commands(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL, stream TEXT,
            accepted INTEGER NOT NULL, code TEXT, key TEXT, digest BLOB, answer BLOB, hash BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX commands_key ON commands(key) WHERE key IS NOT NULL;
        CREATE INDEX commands_kept ON commands(at) WHERE key IS NOT NULL;

        CREATE TABLE tickets(
            key INTEGER PRIMARY KEY, view INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT, state INTEGER NOT NULL,
            priority INTEGER NOT NULL, tier INTEGER NOT NULL, team INTEGER, person TEXT, service INTEGER,
            requester TEXT, opened_at INTEGER NOT NULL, last_activity_at INTEGER NOT NULL, next_due_at INTEGER,
            response_due_at INTEGER, resolution_due_at INTEGER, response_breached INTEGER NOT NULL,
            resolution_breached INTEGER NOT NULL, at_risk_from INTEGER, is_major INTEGER NOT NULL, tags TEXT) STRICT;
        CREATE INDEX tickets_all ON tickets(key, state, priority, team, service, at_risk_from);
        CREATE VIRTUAL TABLE search USING fts5(
            words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');

        CREATE TABLE names(name TEXT PRIMARY KEY, stream TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE links(
            source TEXT NOT NULL, kind INTEGER NOT NULL, target TEXT NOT NULL,
            PRIMARY KEY(source, kind, target)) STRICT, WITHOUT ROWID;
        CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE nodes(node TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE meta(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
        """;

    // Where a ticket stands as a major incident; and a message that was not needed any more is no dead letter, so that
    // settled ones can be found by their age.
    private const string Second = """
        ALTER TABLE tickets ADD COLUMN major TEXT;
        UPDATE tickets SET major = 'declared' WHERE is_major = 1;
        CREATE INDEX tickets_major ON tickets(major, key) WHERE major IS NOT NULL;

        UPDATE outbox SET state = 3 WHERE state = 2 AND reason LIKE 'not told: %';
        CREATE INDEX outbox_settled ON outbox(settled_at) WHERE state IN (1, 3);
        """;

    // How much a person has open (E8). 5 and 6 are Resolved and Closed.
    private const string Third = """
        CREATE INDEX tickets_person ON tickets(person) WHERE person IS NOT NULL AND state NOT IN (5, 6);
        """;

    // Who is linked with a ticket from the other end (M6).
    private const string Fourth = """
        CREATE INDEX links_target ON links(target);
        """;
}
