-- Up Migration

-- The name of a place as it is compared: without capitals, accents, points and apostrophes.
create function place_key(name text) returns text
language sql immutable strict parallel safe
as $$
  select trim(regexp_replace(
    regexp_replace(
      normalize(translate(replace(replace(lower(name collate "pg_c_utf8"), 'ß', 'ss'), 'æ', 'ae'),
        'øđðłı', 'oddli'), NFKD),
      '[\u0300-\u036f\u064b-\u065f\u0670\u0640''`’‘ʻʼ]', '', 'g'),
    '[[:punct:][:space:]]+', ' ', 'g'))
$$;

alter table cities
  add website text check (website ~ '^https?://' and length(website) <= 2000),
  add about text check (length(about) <= 2000),
  add languages text[] not null default '{}',
  add email_domain text check (email_domain = lower(email_domain)),
  add verified_at timestamptz,
  -- Whether everyone may see it: the content names it, or an administrator verified it. A city that somebody only
  -- asked for is seen by nobody else.
  add listed boolean not null default true,
  add version bigint not null default 1;
create index cities_by_name on cities (country, place_key(name));

create table city_members (
  city_id uuid not null references cities on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'editor')),
  since timestamptz not null default now(),
  primary key (city_id, user_id)
);
create index on city_members (user_id);

-- A team with members has an owner, and a verified city has a team. With the account of its last member a city is open
-- to its authority again.
create function keep_owner() returns trigger
language plpgsql
as $$
begin
  -- Of two who leave at once, the second looks when the first has gone.
  perform from cities where id = old.city_id for no key update;
  if not found or exists (select from city_members where city_id = old.city_id and role = 'owner') then
    return null;
  end if;
  if exists (select from city_members where city_id = old.city_id)
    or (exists (select from cities where id = old.city_id and status = 'verified')
      and exists (select from users where id = old.user_id)) then
    raise exception 'The last owner of a city cannot leave' using errcode = 'check_violation',
      constraint = 'city_has_owner';
  end if;
  update cities set verified_at = null, version = version + 1,
    status = case when exists (select from city_requests
      where city_id = old.city_id and state = 'asked' and asked_by is not null)
    then 'asked' else 'unclaimed' end
    where id = old.city_id;
  return null;
end
$$;
create constraint trigger city_has_owner after update or delete on city_members
  deferrable initially deferred for each row execute function keep_owner();

create table city_invitations (
  id uuid primary key default uuidv7(),
  city_id uuid not null references cities on delete cascade,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'editor')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  invited_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  answered_at timestamptz,
  unique (city_id, email)
);

-- An authority's wish to have its city's place here. An administrator decides.
create table city_requests (
  id uuid primary key default uuidv7(),
  city_id uuid not null references cities on delete cascade,
  asked_by uuid references users on delete set null,
  website text not null check (website ~ '^https?://' and length(website) <= 2000),
  email_domain text not null check (email_domain = lower(email_domain)),
  -- What the person does there.
  work text not null check (length(work) between 1 and 1000),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  state text not null default 'asked' check (state in ('asked', 'verified', 'refused', 'withdrawn')),
  reason text check (length(reason) <= 2000),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  check ((state in ('verified', 'refused')) = (decided_at is not null)),
  check (state <> 'refused' or reason is not null)
);
create unique index one_open_city_request on city_requests (city_id, asked_by) where state = 'asked';
create index on city_requests (created_at) where state = 'asked';

-- What a verified city asks about an entry. A moderator decides.
create table entry_requests (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references entries,
  city_id uuid not null references cities,
  kind text not null check (kind in ('claim', 'reply', 'take-down')),
  text text not null check (length(text) between 1 and 5000),
  -- As whom a reply is signed.
  signed text check (length(signed) between 1 and 200),
  asked_by uuid references users on delete set null,
  state text not null default 'asked' check (state in ('asked', 'accepted', 'declined', 'withdrawn')),
  reason text check (length(reason) <= 2000),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  check ((state in ('accepted', 'declined')) = (decided_at is not null)),
  check (state <> 'declined' or reason is not null),
  check ((kind = 'reply') = (signed is not null))
);
create unique index one_open_entry_request on entry_requests (entry_id, city_id, kind)
  where state = 'asked';
create index on entry_requests (created_at) where state = 'asked';
create index on entry_requests (entry_id) where state = 'accepted';
create index on entry_requests (city_id, id desc);

-- Questions to a city, and its answers. Neither side sees the other's address.
create table questions (
  id uuid primary key default uuidv7(),
  city_id uuid not null references cities on delete cascade,
  entry_id uuid references entries,
  asked_by uuid not null references users on delete cascade,
  text text not null check (length(text) between 1 and 4000),
  created_at timestamptz not null default now(),
  answer text check (length(answer) between 1 and 8000),
  answered_by uuid,
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create index on questions (city_id, created_at desc);
create index on questions (asked_by, created_at desc);

-- Down Migration

drop table questions, entry_requests, city_requests, city_invitations, city_members;
drop function keep_owner;
drop index cities_by_name;
alter table cities drop website, drop about, drop languages, drop email_domain, drop verified_at,
  drop listed, drop version;
drop function place_key;
