-- One row per value received that has a small area here, a span of days and a number; its area by the code that stands today.
select given.exposure, given.unit, area.small_area, given.starts, given.ends, given.value
from received_exposures as given
join small_area_now as area on area.given = given.small_area
where given.value is not null and given.exposure is not null and given.starts < given.ends
