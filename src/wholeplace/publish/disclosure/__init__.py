"""Disclosure control: no number of people small enough to point at somebody is shown, or can be worked out."""

from wholeplace.publish.disclosure.known import EARLIER
from wholeplace.publish.disclosure.protect import BESIDE, SMALL, protect
from wholeplace.publish.disclosure.rules import rule_named

__all__ = ["BESIDE", "EARLIER", "SMALL", "protect", "rule_named"]
