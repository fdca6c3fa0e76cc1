"""Live records of the plan: actions, milestones, what was seen."""
