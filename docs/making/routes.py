"""The page of addresses, from the routes and the access list."""

from docs.making.markdown import code, table
from wholeplace.web.access import MAY_SEE
from wholeplace.web.public.routes import urlpatterns

INTRODUCTION = """# Addresses of the doors

`wholeplace serve` opens the public door. Every address names who may see it, in one list (`web/access.py`). One that is
not on the list answers nobody."""


def page() -> str:
    """Every route: its address, what it shows, who may see it."""
    rows = [(code(f"/{one.pattern}"), (one.callback.__doc__ or "").strip(), MAY_SEE[str(one.name)].value) for one in urlpatterns]
    return f"{INTRODUCTION}\n\n{table(('address', 'shows', 'who may see it'), rows)}"
