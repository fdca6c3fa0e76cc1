"""The partner door: pages on which partners describe, decide, plan and answer. Forms work without scripts."""
