"""Access to a person's record: one plain table of rules, and what the log tells of every look. Pure: no clock, network or database."""

from wholeplace.service.access.asker import Asker
from wholeplace.service.access.deciding import Asks, Verdict, allowed
from wholeplace.service.access.table import Rule, rules
from wholeplace.service.access.words import Doing, Needs, Objection, Purpose, Relationship, Role, What

__all__ = ["Asker", "Asks", "Doing", "Needs", "Objection", "Purpose", "Relationship", "Role", "Rule", "Verdict", "What", "allowed", "rules"]
