-- The journey table: one row per tenancy of one home by one person.
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as tenancy_id, starts, case when ends > starts then ends end as ends, landlord, tenure, damp_or_mould
from keyed_tenancies
where starts is not null
