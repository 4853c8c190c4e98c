-- Up Migration

-- The entry that stands in its place: its address leads there.
alter table entries
  add merged_into uuid references entries,
  add check (merged_into is null or (taken_down_at is not null and merged_into <> id));
create index on entries (merged_into) where merged_into is not null;

-- Down Migration

alter table entries drop merged_into;
