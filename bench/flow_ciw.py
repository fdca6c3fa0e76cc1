"""The shared workload written straightforwardly in Ciw: blocking after service is what Ciw does when the next node is full."""

import math

import ciw
from flow_luck import Comer, OwnLuck, SameLuck, Story

from wholeplace.flow.draws import BACK_AS, COMES_BACK, ROUTE

STATIONS = ("ED", "ACUTE", "P1", "P2", "P3", "COMMUNITY")
KINDS = ("D", "P0", "P1", "P2", "P3")


class Stay(ciw.dists.Distribution):
    """How long somebody needs at one station."""

    def __init__(self, told: dict, station: str, luck: OwnLuck | SameLuck, people: list[Comer]) -> None:
        self.laws, self.station, self.luck, self.people = told["service"].get(station), station, luck, people

    def sample(self, t=None, ind=None) -> float:  # noqa: ARG002  Ciw's own names
        key = self.people[ind.id_number - 1].key
        if self.station == "COMMUNITY":
            return self.luck.time_away(key, ind.visit)
        ind.visit = getattr(ind, "visit", 0) + 1
        return self.luck.stay(key, ind.visit, self.laws[ind.customer_class] if isinstance(self.laws, dict) else self.laws)


class Way(ciw.routing.NodeRouting):
    """Where somebody goes from one station."""

    def __init__(self, told: dict, station: str, luck: OwnLuck | SameLuck, people: list[Comer]) -> None:
        self.told, self.station, self.luck, self.people = told, station, luck, people

    def next_node(self, ind):
        to = self.after(ind, self.people[ind.id_number - 1].key)
        return self.simulation.nodes[STATIONS.index(to) + 1 if to else -1]

    def after(self, ind, key: int) -> str:
        kind, back = ind.customer_class, self.told["readmission"]
        if self.station == "COMMUNITY":
            ind.customer_class = self.kind_on_return(back["class_on_return"], self.luck.share(key, ind.visit, BACK_AS))
            return "ED"
        if self.station == "ED" and kind != "D":
            return "ACUTE"
        if self.station == "ACUTE" and kind != "P0":
            return kind
        if self.station == "P2" and self.luck.share(key, ind.visit, ROUTE) < self.told["routing"]["p2_to_p1"]:
            return "P1"
        return "COMMUNITY" if self.luck.share(key, ind.visit, COMES_BACK) < back["prob_at_final_exit"][kind] else ""

    @staticmethod
    def kind_on_return(shares: dict[str, float], share: float) -> str:
        upto = 0.0
        for kind, part in shares.items():
            upto += part
            if share < upto:
                return kind
        return kind


def simulate(told: dict, people: list[Comer], luck: OwnLuck | SameLuck, days: float) -> Story:
    """Run it from empty for so many days; the visits that ended."""
    gaps = {kind: gaps_between([comer.time for comer in people if comer.group == kind]) for kind in KINDS}
    stays = [Stay(told, station, luck, people) for station in STATIONS]
    ways = [Way(told, station, luck, people) for station in STATIONS]
    capacity = [told["nodes"][station]["capacity"] or math.inf for station in STATIONS]
    network = ciw.create_network(
        arrival_distributions={kind: [ciw.dists.Sequential(gaps[kind]), None, None, None, None, None] for kind in KINDS},
        service_distributions=dict.fromkeys(KINDS, stays),
        number_of_servers=capacity,
        queue_capacities=[math.inf, 0, 0, 0, 0, math.inf],
        routing=dict.fromkeys(KINDS, ciw.routing.NetworkRouting(routers=ways)),
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days)
    return [
        (people[record.id_number - 1].key, STATIONS[record.node - 1], record.service_start_date, record.exit_date)
        for record in simulation.get_all_records()
        if record.record_type == "service" and STATIONS[record.node - 1] != "COMMUNITY"
    ]


def gaps_between(times: list[float]) -> list[float]:
    """Times as gaps, and then nobody any more."""
    return [later - earlier for earlier, later in zip([0.0, *times], times, strict=False)] + [math.inf]
