-- One row per person whose records are not used for this picture.
select distinct person_key
from left_out_why
