-- One row per continuous stay and condition coded in any of its episodes.
select distinct place_in.stay_no, codes.condition_no, codes.score
from diagnosis_codes as diagnosis
join scored_codes as codes on codes.code = diagnosis.code
join spells_in_stays as place_in on place_in.spell_no = diagnosis.spell_no
