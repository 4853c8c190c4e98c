-- Up Migration

-- What waits for moderators ------------------------------------------------------------------------
-- A row for each submission, request about an entry, report and appeal, written in the transaction of whatever changes
-- it, so that the queue answers as fast with ten thousand as with ten.

create table queue (
  -- The id of what waits: a revision, an entry request, a report; an appeal has its revision's row again.
  id uuid primary key,
  kind text not null check (kind in ('submission', 'entry-request', 'report', 'appeal')),
  entry_id uuid references entries,
  revision_id uuid references revisions on delete cascade,
  -- A submission's state; 'open' or 'done' otherwise.
  state text not null,
  -- It reports a danger to someone.
  urgent boolean not null default false,
  waiting_since timestamptz not null,
  changed_at timestamptz not null default now(),
  title text not null,
  entry_kind text not null,
  country text references countries,
  language text not null,
  city_id uuid references cities,
  themes text[] not null default '{}',
  claimed_by uuid references users on delete set null,
  claimed_until timestamptz,
  waits boolean generated always as (state in ('submitted', 'in-review', 'open')) stored,
  check ((claimed_by is null) or (claimed_until is not null))
);
-- Urgent first, then what waits longest; each filter that can be the only one has the order within it.
create index queue_in_order on queue ((not urgent), waiting_since, id) where waits;
create index queue_by_state on queue (state, (not urgent), waiting_since, id);
create index queue_by_country on queue (country, (not urgent), waiting_since, id) where waits;
create index queue_by_language on queue (language, (not urgent), waiting_since, id) where waits;
create index queue_by_city on queue (city_id, (not urgent), waiting_since, id) where waits;
create index queue_by_kind on queue (kind, (not urgent), waiting_since, id) where waits;
create index queue_by_theme on queue using gin (themes) where waits;
create index queue_claimed on queue (claimed_by, (not urgent), waiting_since, id) where claimed_by is not null;
create index on queue (revision_id);
create index on queue (entry_id);

-- When a moderator last looked at something, so that they see what changed since.
create table looks (
  user_id uuid not null references users on delete cascade,
  item_id uuid not null references queue on delete cascade,
  at timestamptz not null default now(),
  primary key (user_id, item_id)
);

-- Who wrote in a revision: nobody decides on their own text.
create table revision_writers (
  revision_id uuid not null references revisions on delete cascade,
  user_id uuid not null,
  since timestamptz not null default now(),
  primary key (revision_id, user_id)
);

-- At the desk --------------------------------------------------------------------------------------

create table checklists (
  revision_id uuid not null references revisions on delete cascade,
  item text not null check (item in ('is-practice', 'approach', 'evidence', 'harm', 'sources')),
  answer text not null check (answer in ('yes', 'no', 'unsure')),
  note text check (length(note) <= 2000),
  answered_by uuid,
  answered_at timestamptz not null default now(),
  primary key (revision_id, item)
);

-- Wording that a moderator suggests; only what the city accepts comes into its text.
create table suggestions (
  id uuid primary key default uuidv7(),
  revision_id uuid not null references revisions on delete cascade,
  field text not null check (length(field) <= 60),
  before text not null,
  proposed text not null,
  why text check (length(why) <= 2000),
  suggested_by uuid,
  suggested_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
  decided_by uuid,
  decided_at timestamptz,
  check ((state = 'open') = (decided_at is null))
);
create index on suggestions (revision_id);
create unique index one_open_suggestion on suggestions (revision_id, field) where state = 'open';

-- Someone from outside who advises on one submission and decides nothing.
create table reviewers (
  id uuid primary key default uuidv7(),
  revision_id uuid not null references revisions on delete cascade,
  email text not null check (email = lower(email)),
  -- Why this person is asked. It is never told to anyone but moderators and the person.
  asked_as text not null check (asked_as in ('peer', 'expert', 'lived-experience')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  invited_by uuid references users on delete set null,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_id uuid references users on delete set null,
  -- The person's own choices.
  named_to_city boolean not null default false,
  credited_as text check (length(credited_as) between 1 and 200),
  recommendation text check (recommendation in ('publish', 'change', 'do-not-publish')),
  text text check (length(text) <= 10000),
  given_at timestamptz,
  unique (revision_id, email)
);
create index on reviewers (user_id);

-- What a reviewer says stands among the comments.
alter table comments
  drop constraint comments_speaks_as_check,
  add constraint comments_speaks_as_check check (speaks_as in ('city', 'moderator', 'reviewer')),
  drop constraint comments_check,
  add constraint comments_check check (speaks_as <> 'city' or seen_by = 'everyone');

-- Why a submission was decided as it was, for its authors; the log has the act.
create table verdicts (
  id uuid primary key default uuidv7(),
  revision_id uuid not null references revisions on delete cascade,
  verdict text not null check (verdict in ('changes-requested', 'approved', 'rejected')),
  reason text,
  text text check (length(text) <= 10000),
  decided_by uuid,
  decided_at timestamptz not null default now(),
  check (verdict = 'approved' or text is not null),
  check (verdict <> 'rejected' or reason is not null)
);
create index on verdicts (revision_id, decided_at);

-- A city can appeal once against a rejection.
create table appeals (
  revision_id uuid primary key references revisions on delete cascade,
  text text not null check (length(text) between 1 and 5000),
  appealed_by uuid,
  appealed_at timestamptz not null default now(),
  outcome text check (outcome in ('upheld', 'overturned')),
  reason text check (length(reason) <= 5000),
  decided_by uuid,
  decided_at timestamptz,
  check ((outcome is null) = (decided_at is null))
);

-- What anyone tells the editors ------------------------------------------------------------------

create table reports (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references entries,
  kind text not null check (kind in ('mistake', 'danger')),
  text text not null check (length(text) between 1 and 5000),
  -- Where an answer may be sent, if the person wants one; goes once the report is closed.
  reply_to text check (length(reply_to) <= 254),
  state text not null default 'open' check (state in ('open', 'done')),
  outcome text check (outcome in ('corrected', 'taken-down', 'nothing-to-do', 'hidden')),
  note text check (length(note) <= 2000),
  reported_at timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  check ((state = 'done') = (decided_at is not null))
);
create index on reports (entry_id);

-- What must not come back: a passage is known by its length and a keyed hash, never by its words; a document by its sum.
create table redactions (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references entries,
  kind text not null check (kind in ('passage', 'document')),
  hash bytea not null,
  length integer,
  redacted_by uuid,
  redacted_at timestamptz not null default now(),
  check ((kind = 'passage') = (length is not null)),
  unique (entry_id, hash)
);

-- Whether a practice still runs --------------------------------------------------------------------

create table confirmations (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references entries,
  token_hash bytea not null unique check (length(token_hash) = 32),
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid,
  answer text check (answer in ('runs', 'changed', 'ended')),
  ended_because text check (ended_because in ('money', 'need', 'taken-over', 'did-not-work', 'did-harm')),
  note text check (length(note) <= 2000),
  check ((answer is null) = (answered_at is null)),
  check (ended_because is null or answer = 'ended')
);
create index on confirmations (entry_id, asked_at desc);

-- What people looked for and did not find -----------------------------------------------------------
-- On which days something was looked for in vain is kept by a keyed hash; its words only from the third day on.

create table vain_searches (
  hash bytea not null,
  day date not null,
  primary key (hash, day)
);
create index on vain_searches (day);
create table missing_knowledge (
  hash bytea primary key,
  query text not null check (length(query) <= 200),
  days integer not null check (days >= 3),
  last_day date not null,
  dismissed_at timestamptz
);

-- The end of the decision log ------------------------------------------------------------------------
-- How many decisions there are, and the hash of the last: a log that was cut off at its end does not agree with it. It
-- only ever moves on by one. What it said can be noted outside the database as well (server/moderation/verifying.ts).

create table decision_log_end (
  "only" boolean primary key default true check ("only"),
  number bigint not null,
  hash bytea not null check (length(hash) = 32)
);
insert into decision_log_end (number, hash)
  select coalesce(max(number), 0),
    coalesce((select hash from decisions order by number desc limit 1), sha256(''::bytea))
  from decisions;

create or replace function chain_decision() returns trigger
language plpgsql
as $$
declare
  last decision_log_end;
begin
  -- One after the other, so that each knows the one before.
  select * into last from decision_log_end for update;
  new.number := last.number + 1;
  new.at := clock_timestamp();
  new.previous_hash := last.hash;
  new.hash := decision_hash(new);
  update decision_log_end set number = new.number, hash = new.hash;
  return new;
end
$$;

create function move_log_end() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'UPDATE' and new.number = old.number + 1 then return new; end if;
  raise exception 'The decision log is only ever added to';
end
$$;
create trigger only_on before update or delete on decision_log_end
  for each row execute function move_log_end();
create trigger never_emptied before truncate on decision_log_end
  for each statement execute function refuse_change();

-- Also where session_replication_role would switch triggers off.
alter table decisions
  enable always trigger chain,
  enable always trigger append_only,
  enable always trigger never_emptied;
alter table decision_log_end
  enable always trigger only_on,
  enable always trigger never_emptied;

-- Down Migration

alter table decisions
  enable trigger chain,
  enable trigger append_only,
  enable trigger never_emptied;
create or replace function chain_decision() returns trigger
language plpgsql
as $$
declare
  last decisions;
begin
  perform pg_advisory_xact_lock(hashtext('decisions'));
  select * into last from decisions order by number desc limit 1;
  new.number := coalesce(last.number, 0) + 1;
  new.at := clock_timestamp();
  new.previous_hash := coalesce(last.hash, sha256(''::bytea));
  new.hash := decision_hash(new);
  return new;
end
$$;
drop table decision_log_end;
drop function move_log_end;
delete from comments where speaks_as = 'reviewer';
alter table comments
  drop constraint comments_check,
  add constraint comments_check check (speaks_as = 'moderator' or seen_by = 'everyone'),
  drop constraint comments_speaks_as_check,
  add constraint comments_speaks_as_check check (speaks_as in ('city', 'moderator'));
drop table missing_knowledge, vain_searches, confirmations, redactions, reports, appeals, verdicts,
  reviewers, suggestions, checklists, revision_writers, looks, queue;
