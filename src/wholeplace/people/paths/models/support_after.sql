-- One row per stay after which the person had support at home or in a home within 28 days: days from leaving until it was there. Support
-- that went on from before the stay was there on day 0: who has it need not start anew.
select stay.stay_id, min(greatest(date_diff('day', stay.ended, spell.starts), 0)) as days
from stays_seen as stay
join care_spells as spell
  on spell.person_key = stay.person_key
  and date_diff('day', stay.ended, spell.starts) <= 28
  and coalesce(spell.ends, spell.until) > stay.ended
where stay.alive
group by stay.stay_id
