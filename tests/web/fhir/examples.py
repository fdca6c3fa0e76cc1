"""An address for each route of the door for other systems. What they name need not be there: without a key nobody is told."""

FHIR_EXAMPLES = {
    **dict.fromkeys(("fhir-slot", "fhir-slot-hold", "fhir-slot-let-go"), lambda house: {"slot": "any"}),
    **dict.fromkeys(("fhir-appointment", "fhir-appointment-history"), lambda house: {"appointment": "any"}),
    "fhir-appointment-version": lambda house: {"appointment": "any", "version": "1"},
    **dict.fromkeys(("fhir-referral", "fhir-referral-history", "fhir-task"), lambda house: {"referral": "any"}),
}
