"""Ours, as `people.build` calls it: the table `identities` in, the table `links` out."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.people.link import LinkSettings, link_identities
from wholeplace.people.link.linking import prepare
from wholeplace.people.link.model.train import train as learn_weights
from wholeplace.warehouse import Warehouse

IDENTITIES = """
create table identities as
select
  row_no as identity_no, 'register' as feed, 'persons' as received, 'self' as role, row_no as in_feed_no, nhs_number,
  null::varchar as local_id, given_name, family_name, birth_date, postcode, address, uprn, sex, null::varchar as ethnic_group,
  null::varchar as small_area, 1::bigint as rows, date '2026-03-01' as first_day, date '2026-03-31' as last_day
from read_parquet('{folder}/register.parquet')
union all
select
  record_no + (select max(row_no) + 1 from read_parquet('{folder}/register.parquet')), feed, feed, 'self', record_no, null,
  'case ' || record_no, given_name, family_name, birth_date, postcode, address, uprn, sex, null, null, 1,
  date '2026-03-01', date '2026-03-31'
from read_parquet('{folder}/records.parquet')
"""
FOUND = """
with register as (
  select identity_no, person from read_parquet('{folder}/register.parquet') join identities on feed = 'register' and in_feed_no = row_no
),
people as (
  select person_key, min(person) as person
  from links join register on register.identity_no = links.identity_no
  group by person_key having min(person) = max(person)
),
taken as (
  select in_feed_no as record_no, people.person, coalesce(1000 + links.probability, 2000) as score
  from identities
  join links on links.identity_no = identities.identity_no
  join people on people.person_key = links.person_key
  where feed <> 'register'
),
pairs as (
  select identity_no, other_identity_no, weight from grey_pairs
  union all
  select other_identity_no, identity_no, weight from grey_pairs
),
asked as (
  select mine.in_feed_no as record_no, register.person, pairs.weight as score
  from pairs
  join identities as mine on mine.identity_no = pairs.identity_no and mine.feed <> 'register'
  join register on register.identity_no = pairs.other_identity_no
)
select record_no, person, score from (select * from taken union all select * from asked)
qualify row_number() over (partition by record_no order by score desc, person) = 1
order by record_no
"""


def ours(folder: Path, stages: Any, *, train: bool = False, memory_gib: float | None = None) -> pl.DataFrame:
    """The register's person that each record was linked to. Score over 1000: linked; below: a pair that waits for a person.

    `train`: learn the weights from these records first, as `wholeplace link --train` does; the names are then read twice.
    """
    with tempfile.TemporaryDirectory() as spill, Warehouse(spill=Path(spill), memory_gib=memory_gib) as warehouse:
        warehouse.run(IDENTITIES.format(folder=folder))
        stages.done("read")
        settings = LinkSettings()
        if train:
            prepare(warehouse, settings)
            model, _ = learn_weights(warehouse, name="this benchmark", data="invented people", today=date(2026, 4, 1), seed=1)
            settings = replace(settings, model=Path(spill) / "model.json")
            model.save(Path(spill) / "model.json")
            stages.done("train")
        link_identities(warehouse, settings=settings)
        stages.done("link")
        found = warehouse.frame(FOUND.format(folder=folder))
        stages.done("write")
        return found
