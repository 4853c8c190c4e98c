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
create index on drafts (city_id, saved_at desc, revision_id desc);

-- Who has a draft open, in which window.
create table draft_editors (
  revision_id uuid not null references drafts on delete cascade,
  window_id uuid not null,
  user_id uuid not null references users on delete cascade,
  opened_at timestamptz not null default now(),
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
  -- What was taken out of it: [{ kind, count }].
  add removed jsonb not null default '[]' check (jsonb_typeof(removed) = 'array'),
  -- What the screening marked in its text, and which screening that was; null: it has not been read yet.
  add passages jsonb check (jsonb_typeof(passages) = 'array'),
  add screening integer,
  add uploaded_by uuid;

alter table revisions add licence_agreed_at timestamptz;

-- The language of a text that was never published can still change, and its entry's with it.
alter table revisions
  drop constraint revisions_original_of_language_fkey,
  add constraint revisions_original_of_language_fkey foreign key (original_of, language)
    references entries (id, original_language) on update cascade;

-- A snapshot holds the content as it was handed in, its documents with their SHA-256, and what the screening marked
-- with what the author said to it.
alter table snapshots
  add documents jsonb not null default '[]' check (jsonb_typeof(documents) = 'array'),
  add passages jsonb not null default '[]' check (jsonb_typeof(passages) = 'array'),
  -- The draft's version.
  add version bigint not null default 1,
  add taken_by uuid;

-- Redacting personal data is the one change there is: whoever redacts sets homeward.redacting for the transaction.
create function keep_snapshot() returns trigger
language plpgsql
as $$
begin
  if current_setting('homeward.redacting', true) = 'on' then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception 'What was handed in is kept as it was';
end
$$;
create trigger never_changed before update or delete on snapshots
  for each row execute function keep_snapshot();
create trigger never_emptied before truncate on snapshots
  for each statement execute function keep_snapshot();

-- Down Migration

drop trigger never_changed on snapshots;
drop trigger never_emptied on snapshots;
drop function keep_snapshot;
alter table snapshots drop documents, drop passages, drop version, drop taken_by;
alter table revisions
  drop constraint revisions_original_of_language_fkey,
  add constraint revisions_original_of_language_fkey foreign key (original_of, language)
    references entries (id, original_language);
alter table revisions drop licence_agreed_at;
drop table revision_attachments, comments, screening_answers, draft_editors, drafts;
alter table attachments drop unreadable_because, drop leftovers, drop removed, drop passages,
  drop screening, drop uploaded_by;
