-- Up Migration

-- What is being written of a revision that is open. It may be incomplete or too long in any place: nothing that a
-- person typed is refused before it is submitted, when the revision's own columns are written from it.
create table drafts (
  revision_id uuid primary key references revisions on delete cascade,
  -- Who may write it: the city's team; null: moderators.
  city_id uuid references cities,
  content jsonb not null default '{}' check (jsonb_typeof(content) = 'object'),
  -- Raised by each save, for If-Match.
  version bigint not null default 1,
  -- The live revision that it began from.
  based_on uuid references revisions,
  saved_by uuid,
  saved_at timestamptz not null default now()
);
create index on drafts (city_id);

-- Who has a draft open, in which window.
create table draft_editors (
  revision_id uuid not null references drafts on delete cascade,
  window_id uuid not null,
  user_id uuid not null references users on delete cascade,
  seen_at timestamptz not null default now(),
  primary key (revision_id, window_id)
);

-- What the author said to a passage that the screening marked.
create table screening_answers (
  revision_id uuid not null references revisions on delete cascade,
  key text not null,
  answer text not null check (answer in ('public-role', 'safe')),
  why text not null check (length(why) between 1 and 500),
  answered_by uuid,
  answered_at timestamptz not null default now(),
  primary key (revision_id, key)
);

create table comments (
  id uuid primary key default uuidv7(),
  revision_id uuid not null references revisions on delete cascade,
  author_id uuid,
  -- In whose name it is shown.
  speaks_as text not null check (speaks_as in ('city', 'moderator')),
  -- 'everyone': the city's team and moderators.
  seen_by text not null default 'everyone' check (seen_by in ('everyone', 'moderators')),
  -- Which field it stands on; null: the whole.
  field text check (length(field) <= 60),
  text text not null check (length(text) between 1 and 5000),
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  check (speaks_as = 'moderator' or seen_by = 'everyone')
);
create index on comments (revision_id, created_at);

-- Which documents a revision of an original has: a draft's may differ from those that are live.
create table revision_attachments (
  revision_id uuid not null references revisions on delete cascade,
  attachment_id uuid not null references attachments,
  position smallint not null,
  primary key (revision_id, attachment_id)
);
create index on revision_attachments (attachment_id);

alter table attachments
  -- Why its text cannot be searched.
  add unreadable_because text
    check (unreadable_because in ('encrypted', 'broken', 'too-large', 'took-too-long', 'no-text')),
  -- What could not be taken out of it and is named to the person: [{ kind, count, detail }].
  add leftovers jsonb not null default '[]' check (jsonb_typeof(leftovers) = 'array'),
  add uploaded_by uuid;

alter table revisions add licence_agreed_at timestamptz;

-- Down Migration

alter table revisions drop licence_agreed_at;
drop table revision_attachments, comments, screening_answers, draft_editors, drafts;
alter table attachments drop unreadable_because, drop leftovers, drop uploaded_by;
