-- One row per kind of use and place in which something was used: the pence that went on one part of weight there.
select kind_no, place_no, sum(cast(pence as double) / cast(all_weight as double)) as pence
from use_lines
group by kind_no, place_no
