"""The part of FHIRPath that FHIR's own rules need, compiled to closures.

A rule is read once and becomes a function from a part of a resource to True (kept), False (broken) or None (empty: as in
HL7's own validator, a rule that does not come out true is broken). Two dates that have no order because one is less
precise count as in order. What this dialect leaves out is refused when the rule is read, never when it runs.
"""

from wholeplace.service.fhir.validation.fhirpath.outline import Outline, Writing, Written, surely_true
from wholeplace.service.fhir.validation.fhirpath.parsing import Names, NotUnderstood, Rule, compiled, outlined

__all__ = ["Names", "NotUnderstood", "Outline", "Rule", "Writing", "Written", "compiled", "outlined", "surely_true"]
