-- One row per consultant episode, in the provider spell it belongs to.
-- The provider's spell number makes the spell; without one, the same person, provider and day of admission.
-- Without a person, only rows of one spell number and day are one spell; without either, the episode stands alone.
with
dated as (
  select *, coalesce(admitted, episode_starts) as spell_started
  from keyed_episodes
),
joined as (
  select
    *,
    min(row_no) over (
      partition by
        person_key, provider, spell_id,
        case when spell_id is null or person_key is null then spell_started end,
        case when spell_id is null and person_key is null then row_no end
    ) as spell_no
  from dated
  where spell_started is not null
)
select
  *,
  row_number() over (partition by spell_no order by episode_starts nulls first, episode_order nulls first, row_no) as from_first,
  row_number() over (partition by spell_no order by episode_starts desc nulls last, episode_order desc nulls last, row_no desc) as from_last
from joined
