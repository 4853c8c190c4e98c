-- Up Migration

create table seeded_synonyms (
  hash text primary key
);
comment on table seeded_synonyms is
  'Every synonym that an import has written, so that one which people took out does not come back';

-- Down Migration

drop table seeded_synonyms;
