"""The care door: call handlers, receptionists, link workers, voluntary groups, coordinators."""
