-- Pairs at one property whose given names stand for one full form, but where so many live that it tells little.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.uprn = seeking.uprn and standing.given_alias_no = seeking.given_alias_no
left join crowded_properties on crowded_properties.uprn = seeking.uprn
where seeking.entity_no <> standing.entity_no and crowded_properties.uprn is null
