-- Up Migration

-- Raised by each change, for If-Match: nobody's edit is overwritten unseen.
alter table terms add version bigint not null default 1;
alter table synonyms add version bigint not null default 1;

-- Down Migration

alter table terms drop version;
alter table synonyms drop version;
