"""Compiles the owners' specifications into the small tables that the validator reads: run when a standard changes.

`python -m wholeplace.service.fhir.validation.compiling FOLDER` reads the folder of standards (described in
docs/explanation/validation.md) and writes `tables/`. The owners' files stay outside the project.
"""
