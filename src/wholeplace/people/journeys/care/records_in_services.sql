-- One row per record kept, in the service it belongs to. Without a person each record is a service of its own.
select
  row_no,
  min(row_no) over (
    partition by person_key, council, kind_no, delivery, service_of_person
  ) as service_no,
  row_number() over (
    partition by person_key, council, kind_no, delivery, service_of_person
    order by event_starts, row_no
  ) as from_first,
  row_number() over (
    partition by person_key, council, kind_no, delivery, service_of_person
    order by event_starts desc, row_no desc
  ) as from_last
from services_in_order
union all
select row_no, row_no as service_no, 1 as from_first, 1 as from_last
from services_once
where person_key is null
