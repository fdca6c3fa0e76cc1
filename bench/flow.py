"""The flow simulation held against SimPy and Ciw on the shared workload, in one run; and how its cost grows.

    python bench/flow.py ../shared/flow                     (all; Ciw alone takes half a minute)
    python bench/flow.py ../shared/flow --peers simpy --replications 20

It prints processor seconds a replication of each engine, the seconds that a scenario of 100 replications takes on this machine
(all its processors), and the exponents of cost against arrivals and against stations. The peers draw their own random numbers and keep
daily means as the kernel does (SimPy) or their own records (Ciw). It asserts nothing.
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flow_luck import OwnLuck, comers
from flow_workload import network_of, read

from wholeplace.flow.compiled import compile_network
from wholeplace.flow.running import replicate, run
from wholeplace.flow.shapes import Network, Station, Step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", nargs="*", default=["simpy", "ciw"])
    parser.add_argument("--replications", type=int, default=100)
    asked = parser.parse_args()
    told = read(asked.folder)
    network = network_of(told)
    ours = kernel_seconds(network)
    tell(f"kernel: {ours * 1e3:.1f} processor ms a replication (middle of 15)")
    for peer in asked.peers:
        spent = peer_seconds(peer, told, network)
        tell(f"{peer}: {spent:.2f} processor s a replication, {spent / ours:.0f} times the kernel's")
    tell_scenarios(network, asked.replications)
    tell_growth(network)


def processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def kernel_seconds(network: Network, repeats: int = 15, *, least: bool = False) -> float:
    """Processor seconds of one replication, its checks included; the compiling is not."""
    compiled = compile_network(network)
    replicate(compiled, 1, 0)
    spent = sorted(processor_seconds(lambda i=i: replicate(compiled, 1, i)) for i in range(1, repeats + 1))
    return spent[0] if least else spent[len(spent) // 2]


def peer_seconds(name: str, told: dict, network: Network) -> float:
    """Processor seconds of one replication by a peer, once: the people who come are made beforehand."""
    if name == "simpy":
        from flow_simpy import simulate
    else:
        from flow_ciw import simulate
    days = network.warm_up + network.days
    people = comers(network, 1, days)
    return processor_seconds(lambda: simulate(told, people, OwnLuck(told, 1), days))


def tell_scenarios(network: Network, replications: int) -> None:
    admissions = replace(
        network,
        arrivals=tuple(stream for stream in network.arrivals if stream.group != "D"),
        returns=tuple(back for back in network.returns if back.group != "D"),
    )
    for words, one in (("all", network), ("admissions only", admissions)):
        for processes in (None, os.cpu_count()):
            began = time.perf_counter()
            run(one, seed=1, replications=replications, processes=processes)
            how = f"{processes} processes" if processes else "threads of one process"
            tell(f"{words}, {replications} replications on {os.cpu_count()} processors, {how}: {time.perf_counter() - began:.2f} s")


def tell_growth(network: Network) -> None:
    """Cost against size: the same places and people several times over, then the same people in more and more stations."""
    sizes = (1, 2, 4, 8)
    by_arrivals = [kernel_seconds(many_times(network, size), 7, least=True) for size in sizes]
    by_stations = [kernel_seconds(side_by_side(network, size), 7, least=True) for size in sizes]
    for words, spent in (("arrivals (and places)", by_arrivals), ("stations (and arrivals, side by side)", by_stations)):
        power = math.log(spent[-1] / spent[0]) / math.log(sizes[-1] / sizes[0])
        steps = ", ".join(f"{size}: {seconds * 1e3:.0f}" for size, seconds in zip(sizes, spent, strict=True))
        tell(f"times the {words}, processor ms: {steps}; the cost grows by the power {power:.2f}")


def many_times(network: Network, size: int) -> Network:
    """So many times the people, and so many times the places for them."""
    return replace(
        network,
        arrivals=tuple(replace(stream, per_day=stream.per_day * size) for stream in network.arrivals),
        stations=tuple(larger(station, size) for station in network.stations),
    )


def larger(station: Station, size: int) -> Station:
    return replace(station, capacity=tuple(Step(since=step.since, value=step.value * size) for step in station.capacity))


def side_by_side(network: Network, size: int) -> Network:
    """So many systems beside each other in one network: more stations, groups and streams."""
    copies = [renamed(network, f"-{i}") for i in range(size)]
    return replace(
        network,
        stations=tuple(station for copy in copies for station in copy.stations),
        groups=tuple(group for copy in copies for group in copy.groups),
        arrivals=tuple(stream for copy in copies for stream in copy.arrivals),
        services=tuple(service for copy in copies for service in copy.services),
        routes=tuple(route for copy in copies for route in copy.routes),
        returns=tuple(back for copy in copies for back in copy.returns),
    )


def renamed(network: Network, end: str) -> Network:
    return replace(
        network,
        stations=tuple(replace(station, name=station.name + end) for station in network.stations),
        groups=tuple(replace(group, name=group.name + end) for group in network.groups),
        arrivals=tuple(replace(stream, group=stream.group + end, to=stream.to + end) for stream in network.arrivals),
        services=tuple(replace(one, group=one.group + end, station=one.station + end) for one in network.services),
        routes=tuple(
            replace(route, group=route.group + end, after=route.after + end, to=route.to and route.to + end) for route in network.routes
        ),
        returns=tuple(
            replace(back, group=back.group + end, to=back.to + end, becomes=tuple((group + end, share) for group, share in back.becomes))
            for back in network.returns
        ),
    )


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
