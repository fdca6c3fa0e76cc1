-- One row per handle that so many different people carry that it can be nobody's: a filler, or the number of a place.
select contradictions.issuer, contradictions.handle
from contradictions
cross join limits
group by contradictions.issuer, contradictions.handle, limits.people_per_handle
having count(*) >= limits.people_per_handle
