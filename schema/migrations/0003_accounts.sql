-- Up Migration

-- Accounts ---------------------------------------------------------------------------------------
-- Written by better-auth (server/platform/auth), and by server/accounts where it says so.

create table users (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (email = lower(email) and length(email) <= 254),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  -- Given and taken in server/accounts, never through better-auth.
  role text not null default 'member' check (role in ('member', 'moderator', 'administrator')),
  -- In which mails come.
  language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  -- What a moderator reads beside it.
  reads text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on users (role) where role <> 'member';

create table sessions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  token text not null unique,
  -- 2: signed in with a second factor, or with a passkey that verified its user.
  factors smallint not null default 1 check (factors in (1, 2)),
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions (user_id);

create table credentials (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index on credentials (user_id);

create table verifications (
  id uuid primary key default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on verifications (identifier);
create index on verifications (expires_at);

create table two_factors (
  id uuid primary key default uuidv7(),
  user_id uuid not null unique references users on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);

create table passkeys (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz not null default now()
);
create index on passkeys (user_id);

-- A link that makes whoever opens it, signed in, an administrator: once, within its hour.
create table administrator_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  -- Only for the person with this address; null: for whoever holds it.
  email text check (email = lower(email)),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- How often something was tried lately, by a hash of what is counted (rate-limiter-flexible).
create table attempts (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

-- The decision log -----------------------------------------------------------------------------
-- Every act of a moderator or administrator. It names people by id; each row carries the hash of the one before.

create table decisions (
  number bigint primary key,
  at timestamptz not null,
  -- Null: the person in front of the terminal.
  actor_id uuid,
  act text not null check (act ~ '^[a-z]+(-[a-z]+)*$'),
  -- What it was done to: 'submission', 'entry', 'city', 'user', 'term', ...
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
  previous_hash bytea not null,
  hash bytea not null check (length(hash) = 32)
);
create index on decisions (subject_kind, subject_id);
create index on decisions (actor_id);

create function decision_hash(decision decisions) returns bytea
language sql immutable
as $$
  select sha256(convert_to(concat_ws(E'\x1f', decision.number,
    extract(epoch from decision.at)::text, coalesce(decision.actor_id::text, '-'), decision.act,
    decision.subject_kind, decision.subject_id, decision.details::text,
    encode(decision.previous_hash, 'hex')), 'UTF8'))
$$;

create function chain_decision() returns trigger
language plpgsql
as $$
declare
  last decisions;
begin
  -- One after the other, so that each knows the one before.
  perform pg_advisory_xact_lock(hashtext('decisions'));
  select * into last from decisions order by number desc limit 1;
  new.number := coalesce(last.number, 0) + 1;
  new.at := clock_timestamp();
  new.previous_hash := coalesce(last.hash, sha256(''::bytea));
  new.hash := decision_hash(new);
  return new;
end
$$;
create trigger chain before insert on decisions for each row execute function chain_decision();

create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'The decision log is only ever added to';
end
$$;
create trigger append_only before update or delete on decisions
  for each row execute function refuse_change();
create trigger never_emptied before truncate on decisions
  for each statement execute function refuse_change();

-- Down Migration

drop function decision_hash;
drop table decisions, attempts, administrator_links, passkeys, two_factors, verifications,
  credentials, sessions, users;
drop function if exists chain_decision, refuse_change;
