-- Up Migration

create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- Places -------------------------------------------------------------------------------------

create table countries (
  code text primary key check (code ~ '^[A-Z]{2}$'),
  region text not null check (region ~ '^[0-9]{3}$'),
  subregion text not null check (subregion ~ '^[0-9]{3}$'),
  latitude double precision not null,
  longitude double precision not null,
  -- The country and its people in the words that people search with, in several languages.
  names text[] not null
);
comment on table countries is 'ISO 3166-1 with UN M49 regions, and XK; written from a package at start';

create table cities (
  id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$'),
  country text not null references countries,
  name text not null check (name <> ''),
  status text not null default 'unclaimed' check (status in ('unclaimed', 'asked', 'verified')),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  population integer check (population >= 0),
  unique (country, name),
  unique (id, country),
  check ((latitude is null) = (longitude is null)),
  check (slug like lower(country) || '-%')
);

-- Vocabulary -----------------------------------------------------------------------------------

create table terms (
  kind text not null
    check (kind in ('theme', 'targetGroup', 'stage', 'leadType', 'evidence', 'finding')),
  id text not null check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  position integer not null,
  labels jsonb not null check (jsonb_typeof(labels) = 'object' and labels ? 'en'),
  about jsonb not null check (jsonb_typeof(about) = 'object' and about ? 'en'),
  retired boolean not null default false,
  merged_into text,
  seeded_hash text,
  primary key (kind, id),
  foreign key (kind, merged_into) references terms (kind, id),
  check (merged_into is null or (retired and merged_into <> id))
);

create table synonyms (
  id uuid primary key default uuidv7(),
  direction text not null check (direction in ('both', 'one-way')),
  -- Both ways: every word of the group finds every other, and sources is empty.
  -- One way: what is typed as a source also finds the targets.
  sources text[] not null,
  targets text[] not null check (cardinality(targets) > 0),
  seeded_hash text unique,
  check (case direction
    when 'both' then cardinality(sources) = 0 and cardinality(targets) > 1
    else cardinality(sources) > 0 end)
);

-- Entries and their revisions --------------------------------------------------------------------

create table entries (
  id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
  kind text not null check (kind in ('practice', 'guidance', 'event')),
  original_language text not null check (original_language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  -- Raised in the transaction of anything that changes what is shown.
  version bigint not null default 1,
  first_published_at timestamptz,
  changed_at timestamptz,
  taken_down_at timestamptz,
  taken_down_reason text,
  title_hidden boolean not null default false,
  -- What the last import wrote; null where people wrote the entry.
  seeded_hash text,
  seeded_revision uuid,
  unique (id, original_language),
  unique (id, kind),
  check ((taken_down_at is null) = (taken_down_reason is null))
);

create table old_slugs (
  slug text primary key,
  entry_id uuid not null references entries
);
comment on table old_slugs is 'Addresses that an entry had before: they lead on for ever';

create table revisions (
  id uuid primary key default uuidv7(),
  entry_id uuid not null,
  kind text not null,
  language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  -- Equal to entry_id in revisions of the original, which alone carry the facts; null in translations.
  original_of uuid check (original_of = entry_id),
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'submitted', 'in-review', 'changes-requested',
    'withdrawn', 'rejected', 'published', 'superseded')),
  author_id uuid,
  title text check (length(title) between 1 and 120),
  summary text check (length(summary) between 1 and 400),
  sections jsonb not null default '{}' check (jsonb_typeof(sections) = 'object'),
  organisation text,
  partners text[],
  country text references countries,
  city_id uuid,
  lead_type text,
  evidence text,
  start_year smallint check (start_year between 1900 and 2200),
  end_year smallint check (end_year between 1900 and 2200),
  year smallint check (year between 1900 and 2200),
  date_from date,
  date_to date,
  means_staff text check (length(means_staff) <= 240),
  means_money text check (length(means_money) <= 240),
  means_agencies text check (length(means_agencies) <= 240),
  confirmed date,
  origin text check (origin in ('city', 'editors')),
  checked date,
  sources jsonb check (jsonb_typeof(sources) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  submitted_at timestamptz,
  decided_at timestamptz,
  published_at timestamptz,
  lead_type_kind text generated always as ('leadType') stored,
  evidence_kind text generated always as ('evidence') stored,
  foreign key (entry_id, kind) references entries (id, kind),
  foreign key (original_of, language) references entries (id, original_language),
  foreign key (city_id, country) references cities (id, country),
  foreign key (lead_type_kind, lead_type) references terms (kind, id),
  foreign key (evidence_kind, evidence) references terms (kind, id),
  unique (entry_id, language, number),
  check (city_id is null or country is not null),
  check (end_year is null or start_year is null or end_year >= start_year),
  check (date_to is null or date_to >= date_from),
  check (state not in ('submitted', 'in-review', 'published', 'superseded')
    or (title is not null and summary is not null)),
  check (state not in ('published', 'superseded') or published_at is not null),
  check (original_of is not null
    or (organisation is null and country is null and lead_type is null and evidence is null)),
  check (original_of is null or state not in ('published', 'superseded')
    or (organisation is not null and lead_type is not null and origin is not null)),
  check (kind = 'practice' or (evidence is null and start_year is null and end_year is null)),
  check (state not in ('published', 'superseded') or original_of is null or kind <> 'practice'
    or (evidence is not null and country is not null)),
  check (origin is distinct from 'editors' or checked is not null)
);
create unique index one_live_revision on revisions (entry_id, language) where state = 'published';

-- One revision in each language may be in the works at a time.
create unique index one_open_revision on revisions (entry_id, language)
  where state in ('draft', 'submitted', 'in-review', 'changes-requested');

create table revision_terms (
  revision_id uuid not null references revisions on delete cascade,
  kind text not null check (kind in ('theme', 'targetGroup', 'stage')),
  term text not null,
  position smallint not null,
  primary key (revision_id, kind, term),
  foreign key (kind, term) references terms (kind, id)
);
create index on revision_terms (kind, term);

create table outcomes (
  revision_id uuid not null references revisions on delete cascade,
  position smallint not null,
  outcome text not null check (length(outcome) between 1 and 120),
  finding text not null,
  finding_kind text generated always as ('finding') stored,
  found_by text not null check (length(found_by) between 1 and 120),
  year smallint check (year between 1900 and 2200),
  primary key (revision_id, position),
  foreign key (finding_kind, finding) references terms (kind, id)
);

-- What moderators read and what differences are drawn from: written at each submit, never changed.
create table snapshots (
  id uuid primary key default uuidv7(),
  revision_id uuid not null references revisions,
  content jsonb not null,
  taken_at timestamptz not null default now()
);
create index on snapshots (revision_id);

create table attachments (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references entries,
  file_name text not null check (length(file_name) between 1 and 255),
  media_type text not null,
  bytes bigint not null check (bytes > 0),
  sha256 bytea not null check (length(sha256) = 32),
  storage_key text not null unique,
  alternative_text text,
  owner text,
  extracted_text text,
  state text not null default 'waiting' check (state in ('waiting', 'readable', 'unreadable', 'removed')),
  created_at timestamptz not null default now()
);
create index on attachments (entry_id);

-- What is published, ready to be read ---------------------------------------------------------------
-- One row an entry that is live, written in the transaction that publishes it and removed in the one
-- that takes it down. Lists, filters and single entries are answered from here.

create table published_entries (
  entry_id uuid primary key references entries,
  slug text not null unique,
  version bigint not null,
  rendering integer not null,
  etag text not null,
  entry text not null,
  card text not null,
  title text not null,
  summary text not null,
  passages jsonb not null,
  title_key text collate "C" not null,
  kind text not null,
  country text,
  region text,
  city text,
  city_size text,
  themes text[] not null,
  target_groups text[] not null,
  stages text[] not null,
  evidence text,
  findings text[] not null,
  lead_type text not null,
  origin text not null,
  running text,
  languages text[] not null,
  year_from smallint,
  -- 9999: goes on.
  year_to smallint,
  published_at timestamptz not null,
  changed_at timestamptz not null,
  check ((year_from is null) = (year_to is null))
);
-- Entries are written rarely and read whole: keep what filters need in the row itself.
alter table published_entries alter column entry set storage external;
create index on published_entries (changed_at desc, slug);
create index on published_entries (published_at desc, slug);
create index on published_entries (title_key, slug);
create index on published_entries using gin (title_key gin_trgm_ops);

-- The inverted index of PostgreSQL's own search (server/search/postgres.ts) ---------------------------

create table search_postings (
  lexeme text collate "C" not null,
  entry_id uuid not null references published_entries on delete cascade,
  impact real not null
);
create index search_postings_lexeme on search_postings (lexeme) include (entry_id, impact);
create index on search_postings (entry_id);

create table search_words (
  word text collate "C" not null,
  lexeme text collate "C" not null,
  primary key (word, lexeme)
);
create index on search_words using gin (word gin_trgm_ops);
create index on search_words (lexeme);

create table search_languages (
  language text primary key,
  dictionary regdictionary not null
);

-- How the index of an engine outside was last built.
create table search_indexes (
  name text primary key,
  settings_version text not null,
  built_at timestamptz not null
);

-- Down Migration

drop table search_indexes, search_languages, search_words, search_postings, published_entries,
  attachments, snapshots, outcomes, revision_terms, revisions, old_slugs, entries, synonyms, terms,
  cities, countries;
