-- Up Migration

-- Once a year a city's team is asked which of its practices still run: one asking for all that are due, and a link for
-- each person of the team.
create table running_askings (
  id uuid primary key default uuidv7(),
  city_id uuid not null references cities on delete cascade,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index on running_askings (city_id);
create index on running_askings (expires_at);

create table running_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  asking_id uuid not null references running_askings on delete cascade,
  user_id uuid not null references users on delete cascade
);
create index on running_links (asking_id);
create index on running_links (user_id);

-- A practice that a city was asked about, and what it answered. It stays when its links are over.
alter table confirmations
  drop column token_hash,
  add city_id uuid not null references cities on delete cascade,
  add asking_id uuid references running_askings on delete set null,
  -- The last year as it was before the answer 'ended', to which another answer goes back.
  add end_year_before smallint;
create unique index on confirmations (asking_id, entry_id);

-- Why it ended, as its city says. It holds while the live text has a last year.
alter table entries
  add ended_because text
    check (ended_because in ('money', 'need', 'taken-over', 'did-not-work', 'did-harm'));

-- Practices of cities, to find those that are due.
create index practices_of_cities on revisions (city_id)
  where state = 'published' and kind = 'practice' and origin = 'city' and original_of is not null;

-- Down Migration

drop index practices_of_cities;
alter table entries drop ended_because;
delete from confirmations;
alter table confirmations
  drop city_id, drop asking_id, drop end_year_before,
  add token_hash bytea not null unique check (length(token_hash) = 32);
drop table running_links, running_askings;
