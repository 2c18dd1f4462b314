-- Personal data: addresses stand in `address` alone, and a row goes when nothing is sent to it any more.
-- Times are seconds since 1970, in UTC.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Signs the links that end a subscription.
    key BLOB NOT NULL,
    -- Makes the digests of addresses that left useless to whoever has this file's neighbours alone.
    salt BLOB NOT NULL
) STRICT;

CREATE TABLE address (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'webhook')),
    address TEXT NOT NULL UNIQUE,
    -- What a webhook's messages are signed with. It has to be known, not only recognised.
    secret BLOB,
    -- Why nothing more is sent; null: it is.
    refused TEXT
) STRICT;

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Null once it has ended.
    address INTEGER REFERENCES address (id) ON DELETE SET NULL,
    follow TEXT NOT NULL,
    words TEXT NOT NULL,
    cadence TEXT NOT NULL CHECK (cadence IN ('at-once', 'daily', 'weekly')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed')),
    asked_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    ended_at INTEGER,
    -- Of a query: whether it held when its side was last told; null before the first look.
    held INTEGER CHECK (held IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX subscription_once ON subscription (address, follow) WHERE state <> 'unsubscribed';
CREATE INDEX subscription_state ON subscription (state);

-- The tokens of mails that ask for a confirmation, as digests. Several, because a mail may have been sent twice.
CREATE TABLE confirmation (
    digest BLOB PRIMARY KEY,
    subscription INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses that left: a salted digest of each.
CREATE TABLE left_us (
    digest BLOB PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is told, kept until nobody waits for it.
CREATE TABLE item (
    id TEXT PRIMARY KEY,
    told TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is told of what, once: also the record that it was.
CREATE TABLE due (
    subscription INTEGER NOT NULL REFERENCES subscription (id),
    item TEXT NOT NULL,
    since INTEGER NOT NULL,
    -- Where it stood among the news.
    place INTEGER NOT NULL,
    message INTEGER REFERENCES message (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped')),
    PRIMARY KEY (subscription, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX due_waiting ON due (state, subscription) WHERE state = 'waiting';
CREATE INDEX due_message ON due (message) WHERE message IS NOT NULL;

-- Messages: `begun` says that a try is under way; a message found so by another run was cut off in the middle.
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address INTEGER REFERENCES address (id) ON DELETE SET NULL,
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'at-once', 'daily', 'weekly')),
    -- Of a mail that asks for a confirmation.
    subscription INTEGER REFERENCES subscription (id),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'failed', 'uncertain', 'dropped')),
    tries INTEGER NOT NULL DEFAULT 0,
    begun INTEGER NOT NULL DEFAULT 0,
    cut_off INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    ended_at INTEGER,
    fault TEXT
) STRICT;

CREATE INDEX message_state ON message (state);
CREATE INDEX message_address ON message (address, made_at);
