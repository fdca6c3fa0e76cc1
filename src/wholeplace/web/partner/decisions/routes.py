"""The addresses of bodies, matters and decisions. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner.bodies import pages as bodies
from wholeplace.web.partner.decisions import carrying_out, clerking, drafting, looking_again
from wholeplace.web.partner.decisions import pages as decisions
from wholeplace.web.partner.matters import pages as matters

urlpatterns = [
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/signed/", bodies.memoranda, name="memoranda"),
    path("bodies/<str:body>/", bodies.body, name="body"),
    path("bodies/<str:body>/matters/new/", matters.new_matter, name="matter-new"),
    path("bodies/<str:body>/decisions/<str:decision>/call-in/", looking_again.call_in, name="decision-call-in"),
    path("bodies/<str:body>/decisions/<str:decision>/said/", looking_again.scrutiny_said, name="decision-scrutiny"),
    path("matters/", matters.matters, name="matters"),
    path("matters/<str:matter>/", matters.matter, name="matter"),
    path("matters/<str:matter>/change/", matters.change_matter, name="matter-change"),
    path("matters/<str:matter>/propose/", drafting.new_decision, name="decision-new"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<str:decision>/", decisions.decision, name="decision"),
    path("decisions/<str:draft>/text/", drafting.edit_decision, name="decision-edit"),
    path("decisions/<str:draft>/put/", drafting.propose, name="decision-propose"),
    path("decisions/<str:draft>/answer/", drafting.take_over, name="decision-take-over"),
    path("decisions/<str:draft>/withdraw/", drafting.withdraw, name="decision-withdraw"),
    path("decisions/<str:draft>/replace/", drafting.replace_it, name="decision-replace"),
    path("decisions/<str:draft>/carried-out/", carrying_out.carry_out, name="decision-carried-out"),
    path("decisions/<str:draft>/review/", carrying_out.review, name="decision-review"),
    path("decisions/<str:decision>/notice/", clerking.notice, name="decision-notice"),
    path("decisions/<str:decision>/meeting/", clerking.meeting, name="decision-meeting"),
    path("decisions/<str:decision>/publish/", clerking.publish, name="decision-publish"),
]
