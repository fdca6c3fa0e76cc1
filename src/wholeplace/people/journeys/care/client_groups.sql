-- One row per primary support reason seen, with the client group it belongs to below the age of 65.
select seen.support_reason, min(reasons.list) as client_group
from (select distinct support_reason from identified_social_care where support_reason is not null) as seen
join support_reasons as reasons on starts_with(lower(seen.support_reason), reasons.code)
group by seen.support_reason
