"""Messages in FHIR R4: what comes in is validated, read into our own shapes, and answered in theirs."""
