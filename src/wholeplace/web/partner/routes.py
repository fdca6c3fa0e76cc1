"""The addresses of the partner door. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner import actions, desk, plan, plan_overviews

urlpatterns = [
    path("", desk.desk, name="partners"),
    path("plan/", plan.plan, name="plan"),
    path("plan/places/", plan_overviews.places, name="plan-places"),
    path("plan/time-ahead/", plan_overviews.horizons, name="plan-horizons"),
    path("plan/attention/", plan_overviews.attention, name="plan-attention"),
    path("plan/required/", plan_overviews.required, name="plan-required"),
    path("plan/ambitions/<str:ambition>/", plan.ambition, name="ambition"),
    path("plan/programmes/<str:programme>/", plan.programme, name="programme"),
    path("plan/actions/<str:action>/", actions.action, name="action"),
    path("plan/actions/<str:action>/change/", actions.change_action, name="action-change"),
    path("plan/actions/<str:action>/done/", actions.finish_action, name="action-done"),
    path("plan/actions/<str:action>/milestones/new/", actions.new_milestone, name="milestone-new"),
    path("plan/milestones/<str:milestone>/", actions.change_milestone, name="milestone-change"),
    path("bodies/<str:body>/actions/new/", actions.new_action, name="action-new"),
    path("bodies/<str:body>/actions/take/", actions.take_actions, name="actions-take"),
    path("bodies/<str:body>/ambitions/<str:ambition>/seen/", actions.say_what_was_seen, name="ambition-seen"),
]
