-- Up Migration

-- Whether what concerns someone's work comes by mail at once, once a day, or not at all. The list on the site has all of it.
alter table users
  add news_mail text not null default 'at-once' check (news_mail in ('at-once', 'daily', 'none'));

-- What concerns someone, for their list on the site: written with the mail that says the same (server/platform/mail).
create table news (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  -- The kind of mail, and what its subject speaks of. What people wrote is not in it: that stands where the item leads.
  template text not null,
  details jsonb not null check (jsonb_typeof(details) = 'object'),
  -- The page of this site that it leads to, which says whom it may still be shown to.
  path text not null check (path ~ '^/[^/\\]'),
  at timestamptz not null default now(),
  read_at timestamptz,
  -- Waits for the mail of the day.
  for_digest boolean not null default false
);
create index on news (user_id, id);
create index news_unread on news (user_id) where read_at is null;
create index news_for_digest on news (user_id) where for_digest;
create index on news (at);

-- Whoever is not on a team any more sees nothing more of what only the team may know.
create function forget_news_of_team() returns trigger
language plpgsql
as $$
declare
  team text := (select '/my/cities/' || slug from cities where id = old.city_id);
begin
  delete from news where user_id = old.user_id and (path = team or starts_with(path, team || '/')
    or path in (select '/my/submissions/' || revision_id from drafts where city_id = old.city_id));
  return null;
end
$$;
create trigger forget_news after delete on city_members
  for each row execute function forget_news_of_team();

-- Down Migration

drop trigger forget_news on city_members;
drop function forget_news_of_team;
drop table news;
alter table users drop news_mail;
