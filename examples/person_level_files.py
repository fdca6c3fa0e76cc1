"""Make a place folder around person-level files that nobody here wrote, and receive them without a line of code.

    python examples/person_level_files.py OPEN_DATA_FOLDER PLACE_FOLDER
    wholeplace receive PLACE_FOLDER

Four extracts, none of a real person: NHS England's artificial HES (admitted patient care 2001/02, A&E 2007/08) and one
hospital's simulated inpatient and emergency department extracts of 2019, which share a person id. Each has its own
headers, words and contradictions. What makes them fit is the feed.toml beside each, and nothing else.
"""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import place_folder

SETTINGS = """
# Files from elsewhere: made by examples/person_level_files.py. The files lie in no area that we know.
name = "Files from elsewhere"
levels = ["system", "place"]
footprints = []
country = "E92000001"
modules = ["picture"]

[disclosure]
rule = "hide-1-to-7-round-to-5"
"""

HES_ADMISSIONS = """
contract = "admitted_patient_care"
title = "Artificial HES, admitted patient care, 2001/02"

[aliases]
local_id = "PSEUDO_HESID"
provider = "PROCODE3"
diagnoses = "DIAG_4_##"
operations = "OPERTN_4_##"

[types]  # the sender's own id stands for the person in all of its extracts
nhs_number = "pseudonym"

[expressions]  # HES of that year has no spell number: one person, provider and admission day is one spell
nhs_number = "'hes ' || PSEUDO_HESID"
spell_id = "concat_ws('-', PSEUDO_HESID, PROCODE3, ADMIDATE)"

[values.ethnic_group]  # letters came in 2001; the numbers are the codes before them
"0" = "White"
"1" = "Black"
"2" = "Black"
"3" = "Black"
"4" = "Asian"
"5" = "Asian"
"6" = "Asian"
"7" = "Asian"
"8" = "Other"
"""

HES_ATTENDANCES = """
contract = "emergency_care"
title = "Artificial HES, A&E, 2007/08"

[aliases]
local_id = "PSEUDO_HESID"
provider = "PROCODE3"

[types]  # the sender's own id stands for the person in all of its extracts
nhs_number = "pseudonym"

[expressions]  # HES gives the time of departure without its day: before the time of arrival means after midnight
nhs_number = "'hes ' || PSEUDO_HESID"
departed_at = "cast(cast(left(ARRIVALDATE, 10) as date) + case when DEPTIME < ARRIVALTIME then 1 else 0 end as varchar)"
age_given = "split_part(ARRIVALAGE, '.', 1)"

[values.attendance_category]  # before the Emergency Care Data Set, 2 was a planned follow-up
"2" = "planned"
"3" = "unplanned follow-up"
"""

_OVERLAPS = """
[[rules]]  # one row cannot see another by itself: this looks back over the person's earlier rows
name = "admitted again before leaving"
must = '''coalesce(episode_order, 1) > 1 or admitted >= max(discharged) over (
  partition by nhs_number order by admitted, discharged, episode_id rows between unbounded preceding and 1 preceding)'''
column = "admitted"
otherwise = "note"
why = "Stays that overlap are joined into one."
fix = "Ask the sender whether these are wards of one stay."
"""

_ETHNIC_GROUPS = """
[values.ethnic_group]
"Asian or Asian - Any other Asian background" = "Asian"
"Asian or Asian - Bangladeshi" = "Asian"
"Asian or Asian - British Indian" = "Asian"
"Asian or Asian - Pakistani" = "Asian"
"Black or Black - British African" = "Black"
"Black or Black - British Carribean" = "Black"
"Black or Black British - Any other Black background" = "Black"
"""

HOSPITAL_STAYS = """
contract = "admitted_patient_care"
title = "One hospital's inpatient extract, simulated, 2019"

[aliases]
local_id = "pseudo_id"
sex = "gender"
ethnic_group = "ethnic_category"
episode_starts = "start_datetime"
episode_ends = "end_datetime"
admitted = "start_datetime"
discharged = "end_datetime"
admission_source = "source_of_admission"
specialty = "main_specialty"
diagnoses = "diagnosis_code"
patient_class = "patient_classification"

[types]  # the sender's own id stands for the person in all of its extracts
nhs_number = "pseudonym"

[expressions]  # a row is a whole stay; its age is the lower end of a band, such as "20-24 yrs" or "0 yrs"
nhs_number = "'simulated hospital ' || pseudo_id"
spell_id = "episode_id"
age_given = "regexp_extract(age_band_start, '^[0-9]+')"

[constants]
provider = "SITE1"

[values.admission_method]  # the same way in, spelt in two ways
"Accident and Emergency Department" = "21"
"Accident and emergency" = "21"
"General Practitioner" = "22"
"Bed bureau" = "23"
"Consultant Clinic" = "24"
"Other emergency admission" = "28"
"Other means" = "28"
"Transfer from another Hospital Provider" = "2B"
"Waiting list" = "11"
"Planned" = "13"
"Admitted ante-partum" = "31"
"Admitted post-partum" = "32"
"Transfer from other provider(non-emergency)" = "81"
"Birth-this provider" = "82"
"Birth-outside provider(not intended home)" = "83"
"Intended home birth" = "2C"

[values.admission_source]
"Usual Place of Residence" = "19"
"Temporary Place of Residence" = "29"
"NHS other Hospital Provider" = "51"
"Babies born in or on the way to hospital" = "79"
"Non-NHS run Hospice" = "88"

[values.discharge_method]
"Discharged" = "1"
"Patient died" = "4"
"Stillbirth" = "5"

[values.discharge_destination]
"Own Residence" = "19"
"NHS Hospital Provider" = "51"
"General Ward" = "51"
"Patient Died or Still Birth" = "79"

[values.patient_class]
"Ordinary Admission" = "1"
"Day case admission" = "2"
"Regular day admission" = "3"
"Regular night admission" = "4"

[values.specialty]
"GENERAL SURGERY" = "100"
"UROLOGY" = "101"
"TRAUMA & ORTHOPAEDICS" = "110"
"ENT" = "120"
"PAEDIATRIC DENTISTRY" = "142"
"PLASTIC SURGERY" = "160"
"ACCIDENT & EMERGENCY" = "180"
"ANAESTHETICS" = "190"
"GENERAL MEDICINE" = "300"
"GASTROENTEROLOGY" = "301"
"ENDOCRINOLOGY" = "302"
"CLINICAL HAEMATOLOGY" = "303"
"CARDIOLOGY" = "320"
"DERMATOLOGY" = "330"
"RESPIRATORY MEDICINE" = "340"
"PAEDIATRICS" = "420"
"GERIATRIC MEDICINE" = "430"
"OBSTETRICS" = "501"
"GYNAECOLOGY" = "502"
"""

HOSPITAL_ATTENDANCES = """
contract = "emergency_care"
title = "One hospital's emergency department extract, simulated, 2019"

[aliases]
local_id = "pseudo_id"
sex = "gender"
ethnic_group = "ethnic_category"
attendance_ref = "episode_id"
arrived_at = "start_datetime"
departed_at = "end_datetime"
disposal = "attendance_disposal"

[types]  # the sender's own id stands for the person in all of its extracts
nhs_number = "pseudonym"

[expressions]
nhs_number = "'simulated hospital ' || pseudo_id"
age_given = "regexp_extract(age_band_start, '^[0-9]+')"

[constants]
provider = "SITE1"
department_type = "1"

[values.attendance_category]
"First Attendance" = "first"
"Follow up - Planned" = "planned"
"Follow-up Un-planned" = "unplanned follow-up"
"""

FEEDS = (
    ("hes_admissions", "records_synthetic/artificial_hes_apc_2001_02.parquet", HES_ADMISSIONS + _OVERLAPS),
    ("hes_attendances", "records_synthetic/artificial_hes_ae_2007_08.parquet", HES_ATTENDANCES),
    ("hospital_stays", "records_synthetic/hospitalflow_inpatient.parquet", HOSPITAL_STAYS + _ETHNIC_GROUPS + _OVERLAPS),
    ("hospital_attendances", "records_synthetic/hospitalflow_ed.parquet", HOSPITAL_ATTENDANCES + _ETHNIC_GROUPS),
)
"""Feed, file in the open data folder, and all that had to be said for it to be received."""
BEGAN = date(2000, 1, 1)


def make(shared: Path, folder: Path) -> Path:
    """Write the whole place folder from the open data in `shared`; returns `folder`."""
    place_folder.new_folder(folder)
    place_folder.write_settings(folder, SETTINGS, ())
    place_folder.write_rows(folder, "areas", place_folder.HEADERS["areas"], areas())
    header = ("code", "place", "deprivation_rank", "valid_from", "valid_to")
    place_folder.write_rows(folder, "small_areas", header, [("NOWHERE", "SOMEWHERE", "", BEGAN, "")])
    # How many people could have been in these files is not known. 0 people: no rate is made of them.
    place_folder.write_rows(folder, "population", place_folder.HEADERS["population"], [("NOWHERE", 0, "all", BEGAN.year, 0)])
    hospital = ("SITE1", "The hospital of the simulated extracts", "nhs trust", "ELSEWHERE", "", BEGAN, "", "")
    place_folder.write_rows(folder, "organisations", place_folder.HEADERS["organisations"], (hospital,))
    for feed, source, told in FEEDS:
        target = folder / "feeds" / feed
        target.mkdir(parents=True)
        shutil.copyfile(shared / source, target / Path(source).name)
        (target / "feed.toml").write_text(told.strip() + "\n", encoding="utf-8")
    return folder


def areas() -> Iterator[tuple[object, ...]]:
    """Rows of areas.csv: one system and one place, because a place needs them; the files say nothing of where people live."""
    yield "ELSEWHERE", "Files from elsewhere", "system", "", BEGAN, None, ""
    yield "SOMEWHERE", "Somewhere", "place", "ELSEWHERE", BEGAN, None, ""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("Say where the open data are and where the place shall be: OPEN_DATA_FOLDER PLACE_FOLDER")
    print(make(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201 - a script tells where it wrote
