-- One row per given name: what it may stand for and how it sounds.
select given_no, min(given_alias_no) as alias_1_no, min(given_sound_no) as sound_no
from standard
where given_no is not null
group by given_no
