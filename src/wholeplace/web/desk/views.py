"""What the planners' desk answers: the form at once, the quick estimate with it, and the run when it is done."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wholeplace import flow
from wholeplace.publish.pages.fit import fit_page
from wholeplace.publish.pages.what_if import Desk, what_if_page
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress
from wholeplace.web.desk.questions import fields_of, runs_asked, scenario_asked
from wholeplace.web.desk.runs import Question, Running, Runs
from wholeplace.web.headers import private
from wholeplace.web.house import House
from wholeplace.web.look import rooms_beside

SEED = 1
"""Every run of the desk uses the same people, so that two answers differ by their numbers and not by luck."""


@dataclass(frozen=True, slots=True)
class Planners:
    """What a door needs to answer planners: the place folder, and the runs going on."""

    house: House
    runs: Runs


def planners(house: House) -> Planners:
    """A desk for a place, which is first read when somebody asks."""
    return Planners(house, Runs(_asked))


def _asked(question: Question, progress: Progress) -> flow.Forecast:
    effort = flow.Effort(replications=question.replications, seed=SEED, searches=False)  # what needs further runs takes too long here
    return flow.ask(question.network, question.scenario, effort=effort, progress=progress)


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """The planner's page. The address holds the question, so it can be kept and sent on."""
    desk: Planners = request.META["wholeplace.planners"]
    asked = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    return _answer(what_if_page(_desk(desk, asked), rooms_beside(request, "what-if")))


@require_safe
def fit(request: HttpRequest) -> HttpResponse:
    """How well the model fits: a winter it had not seen, and every curve beside what was seen."""
    from wholeplace.flow.calibrate import read_fit  # brings SciPy along, which the other pages do not need

    desk: Planners = request.META["wholeplace.planners"]
    try:
        place = desk.house.place
        return _answer(fit_page(place.settings.name, str(desk.house.folder), read_fit(place), rooms_beside(request, "what-if")))
    except DataProblem as letter:
        nothing = Desk(place=desk.house.folder.name, fields=(), scenarios=(), problems=letter.problems)
        return _answer(what_if_page(nothing, rooms_beside(request, "what-if")))


def _answer(page: str) -> HttpResponse:
    return private(HttpResponse(page.encode()))


def _desk(desk: Planners, asked: dict[str, str]) -> Desk:
    name = desk.house.folder.name
    try:
        place = desk.house.place
        name = place.settings.name
        network = flow.read_network(place)
        scenarios = flow.scenarios_of(place, network)
    except DataProblem as letter:
        return Desk(place=name, fields=(), scenarios=(), problems=letter.problems)
    problems: list[Problem] = []
    levers = flow.levers(network)
    scenario = scenario_asked(asked, levers, scenarios, problems)
    runs = runs_asked(asked, problems)
    running = None
    if asked.get("run") and not problems:
        running = _begun(desk.runs, Question(network=network, scenario=scenario, replications=runs), problems)
    forecast = running.future.result() if running and running.future.done() else None
    return Desk(
        place=name, fields=fields_of(levers, asked), scenarios=scenarios, chosen=asked.get("scenario", ""), replications=runs,
        quick=_quick(network, scenario, problems), forecast=forecast, done=running.done if running and not forecast else None,
        problems=problems, keep=flow.scenario_text(scenario) if scenario.changes else "",
    )  # fmt: skip


def _begun(runs: Runs, question: Question, problems: list[Problem]) -> Running | None:
    """The run, or None with its problems where it could not be begun or ended in a letter."""
    try:
        running = runs.of(question)
        if running.future.done():
            running.future.result()
    except DataProblem as letter:
        problems.extend(letter.problems)
        return None
    return running


def _quick(network: flow.Network, scenario: flow.Scenario, problems: list[Problem]) -> tuple[flow.Answer, ...]:
    """The quick estimate; with it come the problems of numbers that cannot hold together."""
    try:
        return flow.screen(network, scenario)
    except DataProblem as letter:
        problems.extend(problem for problem in letter.problems if problem not in problems)
        return ()
