-- One row per handle that so many different people carry that it can be nobody's: a filler, or the number of a place.
select contradictions.handle_no
from contradictions
cross join limits
group by contradictions.handle_no, limits.people_per_handle
having count(*) >= limits.people_per_handle
