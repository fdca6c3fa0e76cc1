"""The front door: one directory, slots and booking, referral in a closed loop, consent, access and its audit, and the messages of
FHIR R4 and Open Referral UK in which other systems speak to it.

Rules are plain Python (`directory`, `booking`, `referral`, `access`, `fhir`); live records are in `records`. The room knows who the
people it serves are, because they come to it by name; it never knows the linked record, nor what partners sent.
"""
