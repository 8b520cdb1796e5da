/**
 * Each entry brings the database from the version of its index to the next; `user_version` counts those applied.
 * An entry that has been released is never changed. Never a secret in any of these tables.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE account (
    id TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  );
  CREATE TABLE project (
    id TEXT PRIMARY KEY,
    account_id TEXT REFERENCES account (id) ON DELETE SET NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE INDEX project_by_account ON project (account_id);
  CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    project_id TEXT REFERENCES project (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    error TEXT,
    result TEXT,
    request TEXT
  );
  CREATE INDEX job_by_start ON job (started_at DESC);
  CREATE INDEX job_by_project ON job (project_id);
  CREATE TABLE job_event (
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job_id, seq)
  ) WITHOUT ROWID;
  `,
  'ALTER TABLE job ADD COLUMN test TEXT;',
  `
  ALTER TABLE project ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE project_file (
    path TEXT PRIMARY KEY,
    project_id TEXT NOT NULL UNIQUE REFERENCES project (id) ON DELETE CASCADE,
    digest TEXT NOT NULL
  );
  `,
]
