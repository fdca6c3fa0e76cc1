-- What support costs a day, as the planned cost a week of services that went on at the start of `until`: mean and number of services.
select
  case
    when care.service in ('residential', 'nursing') and care.long_term then 'care-home'
    when care.service in ('residential', 'nursing') then 'rehab'
    else 'home-care'
  end as station,
  sum(care.weekly_pence) / (7.0 * count(*)) as pence,
  count(*) as people
from care
join asked on care.starts < asked.until and (care.ends is null or care.ends >= asked.until)
where care.weekly_pence > 0 and care.service in ('residential', 'nursing', 'reablement', 'home care')
  and coalesce(care.client_group, '') <> 'learning disability'
group by 1
