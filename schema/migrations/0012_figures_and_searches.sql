-- Up Migration

-- What is decided is counted by the day on which it was.
create index on verdicts (decided_at);

-- A city agrees that everyone may see what was considered and not taken: an owner of it says so for one submission.
create table considered (
  revision_id uuid primary key references revisions on delete cascade,
  agreed_by uuid,
  agreed_at timestamptz not null default now()
);
create index on considered (agreed_at desc, revision_id desc);

-- What was looked for in vain on three days or more: those that wait, those looked for on most days first.
alter table missing_knowledge add dismissed_by uuid;
create index missing_open on missing_knowledge (days desc, last_day desc, hash desc)
  where dismissed_at is null;
create index missing_done on missing_knowledge (days desc, last_day desc, hash desc)
  where dismissed_at is not null;
create index on missing_knowledge (last_day);

-- Down Migration

drop index missing_open, missing_done, missing_knowledge_last_day_idx;
alter table missing_knowledge drop dismissed_by;
drop table considered;
drop index verdicts_decided_at_idx;
