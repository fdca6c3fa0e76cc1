"""The addresses of this door. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.fhir import appointments, messages, open_to_all, referrals, slots

urlpatterns = [
    path("metadata", open_to_all.metadata, name="fhir-metadata"),
    path("openapi.json", open_to_all.document, name="fhir-openapi"),
    path("MessageDefinition", open_to_all.message_definitions, name="fhir-messages"),
    path("$process-message", messages.process_message, name="fhir-process-message"),
    path("Slot", slots.search, name="fhir-slots"),
    path("Slot/<str:slot>", slots.read, name="fhir-slot"),
    path("Slot/<str:slot>/$hold", slots.hold, name="fhir-slot-hold"),
    path("Slot/<str:slot>/$let-go", slots.let_go, name="fhir-slot-let-go"),
    path("Appointment", appointments.collection, name="fhir-appointments"),
    path("Appointment/<str:appointment>", appointments.one, name="fhir-appointment"),
    path("Appointment/<str:appointment>/_history", appointments.history, name="fhir-appointment-history"),
    path("Appointment/<str:appointment>/_history/<str:version>", appointments.version, name="fhir-appointment-version"),
    path("ServiceRequest", referrals.collection, name="fhir-referrals"),
    path("ServiceRequest/<str:referral>", referrals.one, name="fhir-referral"),
    path("ServiceRequest/<str:referral>/_history", referrals.history, name="fhir-referral-history"),
    path("Task/<str:referral>", referrals.progress, name="fhir-task"),
]
