-- Up Migration

-- An answer stands on the field of what it answers, is seen by the same people, and is resolved with it.
alter table comments add answer_to uuid references comments on delete cascade;
create index on comments (answer_to) where answer_to is not null;

-- A revision that names a live document otherwise, or tells it otherwise to those who cannot see it, has a row of its
-- own for the same file.
alter table attachments drop constraint attachments_storage_key_key;
create index on attachments (storage_key);

-- Down Migration

drop index attachments_storage_key_idx;
alter table attachments add constraint attachments_storage_key_key unique (storage_key);
alter table comments drop answer_to;
