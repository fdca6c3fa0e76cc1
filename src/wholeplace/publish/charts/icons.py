"""Our own drawings of the icons that Making Data Count made known, each always beside its words."""

from wholeplace.publish.charts.svg import svg

VARIATION = {
    "improvement high": "Higher, and better: more than chance explains",
    "improvement low": "Lower, and better: more than chance explains",
    "concern high": "Higher, and worse: more than chance explains",
    "concern low": "Lower, and worse: more than chance explains",
    "neither high": "Higher: more than chance explains",
    "neither low": "Lower: more than chance explains",
    "common cause": "No change beyond what chance explains",
    "none": "Too few points to say",
}
ASSURANCE = {
    "pass": "Will meet the standard as things stand",
    "fail": "Will miss the standard as things stand",
    "hit or miss": "May meet or miss the standard by chance",
    "no target": "No standard is set",
}
_HIGH = '<path class="stroke" d="M9 30L16 26L23 24L31 12"/>'
_LOW = '<path class="stroke" d="M9 11L16 14L23 17L31 28"/>'
_FLAT = '<path class="stroke" d="M8 22L14 16L20 22L26 16L32 22"/>'
_KINDS = {"improvement": "better", "concern": "worse", "neither": "changed"}


def variation_icon(name: str) -> str:
    """A ring round a rising, falling or wavering line, with H or L for the side of a change."""
    side = name.rpartition(" ")[2]
    kind = _KINDS.get(name.partition(" ")[0], "plain")
    line = {"high": _HIGH, "low": _LOW}.get(side, _FLAT if name == "common cause" else "")
    letter = {"high": "H", "low": "L"}.get(side, "" if name == "common cause" else "?")
    x, y = {"high": (13, 18), "low": (14, 31)}.get(side, (20, 25))
    words = f'<text x="{x}" y="{y}" class="letter">{letter}</text>' if letter else ""
    return svg(f'<circle class="ring {kind}" cx="20" cy="20" r="17"/>{line}{words}', size=(40, 40), says=VARIATION[name], kind="icon")


def assurance_icon(name: str) -> str:
    """A ring with a standard's line through it: P will meet it, F will miss it, ? may do either."""
    if name == "no target":
        return ""
    kind = {"pass": "better", "fail": "worse"}.get(name, "plain")
    letter = {"pass": "P", "fail": "F"}.get(name, "?")
    line = {"pass": 29, "fail": 11}.get(name, 20)
    dash = f'<path class="dash" d="M4 {line}H36"/>'
    words = f'<text x="20" y="{26 if letter != "?" else 18}" class="letter">{letter}</text>'
    return svg(f'<circle class="ring {kind}" cx="20" cy="20" r="17"/>{dash}{words}', size=(40, 40), says=ASSURANCE[name], kind="icon")
