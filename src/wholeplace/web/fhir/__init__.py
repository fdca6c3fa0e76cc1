"""The door for other systems: FHIR R4."""
