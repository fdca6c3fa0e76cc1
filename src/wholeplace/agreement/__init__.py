"""What was agreed: who may decide what, at which level, by which rules and clocks, and what was decided."""
