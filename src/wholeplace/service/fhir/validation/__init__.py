"""Whether a FHIR R4 message is valid: shape, cardinality, types, codes, references, rules and profiles.

Compiled from HL7's own definitions (see `compiling`) and pure: no clock, network or database. What is checked and what
is not stands in docs/explanation/validation.md.
"""

from wholeplace.service.fhir.validation.faults import RULES, Fault
from wholeplace.service.fhir.validation.validating import validate

__all__ = ["RULES", "Fault", "validate"]
