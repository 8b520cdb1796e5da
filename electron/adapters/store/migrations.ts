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
  `
  CREATE TABLE pack (
    job_id TEXT PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    project_name TEXT NOT NULL,
    account_name TEXT NOT NULL,
    image TEXT NOT NULL,
    tag TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'here',
    manifest TEXT,
    code_state TEXT NOT NULL DEFAULT 'none',
    search TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}',
    patch TEXT
  );
  CREATE INDEX pack_by_tag ON pack (tag);
  CREATE INDEX job_by_kind ON job (kind, started_at DESC);
  CREATE INDEX job_by_tested_pack ON job (test ->> 'packJobId') WHERE test IS NOT NULL;
  CREATE TABLE pack_push (
    job_id TEXT NOT NULL REFERENCES pack (job_id) ON DELETE CASCADE,
    reference TEXT NOT NULL,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    account_name TEXT NOT NULL
  );
  CREATE INDEX pack_push_by_pack ON pack_push (job_id, at);
  CREATE TABLE code_blob (
    sha256 TEXT PRIMARY KEY,
    stored_bytes INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  );
  INSERT INTO pack (job_id, project_name, account_name, image, tag, search)
    SELECT job.id,
      request ->> '$.project.name',
      coalesce((SELECT settings ->> 'name' FROM account WHERE account.id = request ->> 'accountId'), ''),
      (request ->> '$.project.uhubRegistry') || '/' || (request ->> '$.project.imageName'),
      request ->> '$.project.imageTag',
      lower((request ->> 'project') || ' ' || coalesce(result, ''))
    FROM job WHERE kind = 'pack' AND request IS NOT NULL;
  INSERT INTO pack_push (job_id, reference, digest, at, account_name)
    SELECT job.id, image.value ->> 'name', image.value ->> 'digest', job.ended_at, pack.account_name
    FROM job JOIN pack ON pack.job_id = job.id, json_each(job.result, '$.images') AS image
    WHERE job.ended_at IS NOT NULL AND image.value ->> 'digest' IS NOT NULL;
  `,
  "ALTER TABLE project ADD COLUMN kept_warnings TEXT NOT NULL DEFAULT '[]';",
  'ALTER TABLE job ADD COLUMN transfer TEXT;',
  `
    CREATE TABLE curve_name (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      PRIMARY KEY (project_id, name)
    );
  `,
  `
    CREATE TABLE base_facts (
      digest TEXT PRIMARY KEY,
      image TEXT NOT NULL,
      facts TEXT NOT NULL
    );
    CREATE INDEX base_facts_by_image ON base_facts (image);
  `,
  `
    CREATE TABLE smoke_badge (
      image_id TEXT PRIMARY KEY,
      badge TEXT NOT NULL
    );
  `,
  `
    CREATE TABLE kept_change (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      digest TEXT NOT NULL,
      change TEXT NOT NULL,
      PRIMARY KEY (project_id, digest)
    );
  `,
  `
    CREATE TABLE measured_upload (
      host TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      ms REAL NOT NULL
    );
  `,
]
