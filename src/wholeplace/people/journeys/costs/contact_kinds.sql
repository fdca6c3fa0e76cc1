-- One row per month and setting of contacts that money was spent on, by the setting's name among contacts: each contact that took place
-- counts once among those of its kind, whatever was done.
select kinds.month, of_contact.kind as setting, kinds.kind_no, cast(of_contact.weight as bigint) as weight
from use_kinds as kinds
join use_weights as of_contact on of_contact.setting = kinds.setting and of_contact.per = 'contact'
