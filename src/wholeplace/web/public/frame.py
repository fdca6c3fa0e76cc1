"""The two pages that belong to the door and not to a release: the list of releases, and "not here"."""

from collections.abc import Sequence
from html import escape

from wholeplace.publish import wording
from wholeplace.web.public.shelf import Volume

_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/look/wholeplace.css">
</head>
<body>
<header class="wp-header">
<div class="nhsuk-width-container">
<a class="wp-header__name" href="/">The whole picture</a>{record}
</div>
</header>
<div class="nhsuk-width-container">
<main class="wp-main" id="maincontent">
<h1 class="nhsuk-heading-l">{title}</h1>
{body}
</main>
</div>
</body>
</html>
"""


_TO_THE_RECORD = '\n<nav class="wp-header__nav" aria-label="Main"><ul><li><a href="/record/">The public record</a></li></ul></nav>'


def not_found(*, record: bool) -> str:
    """Says that the page is not here, and where to go on. `record`: there is a public record to go on to."""
    return _FRAME.format(
        title="This page is not here",
        record=_TO_THE_RECORD if record else "",
        body=(
            '<p class="nhsuk-body">The address may be from another release, or it may have a typing mistake.</p>\n'
            '<p class="nhsuk-body"><a href="/">Go to the latest picture</a> or <a href="/releases/">see every release</a>.</p>'
        ),
    )


def releases(volumes: Sequence[Volume], *, record: bool) -> str:
    """Every release as a link, newest first. `record`: there is a public record to go on to."""
    items = "\n".join(f'<li><a href="/releases/{escape(one.name)}/">{_in_words(one)}</a></li>' for one in volumes)
    return _FRAME.format(
        title="Releases", record=_TO_THE_RECORD if record else "", body=f'<ul class="nhsuk-list nhsuk-list--bullet">\n{items}\n</ul>'
    )


def _in_words(volume: Volume) -> str:
    return f"{wording.span_in_words(volume.starts, volume.ends)}, version {volume.version}"
