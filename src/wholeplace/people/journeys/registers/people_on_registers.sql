-- One row per span of residence and register that the person was on in it.
select *, 'learning disability' as register from residents where learning_disability
union all
select *, 'severe mental illness' as register from residents where severe_mental_illness
union all
select *, 'unpaid carer' as register from residents where unpaid_carer
