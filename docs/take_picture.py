"""Takes the README's picture of the demo pack with headless Chromium.

make demo SERVE=0 && python -m docs.take_picture
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = Path(__file__).parent / "images" / "demo-pack.png"
WIDTH, HEIGHT = 1040, 1385  # to the end of the first card


def main() -> None:
    """Write docs/images/demo-pack.png from the latest release of demo-place, or of the place folder that is named."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-place"
    release = place / "releases" / (place / "releases" / "latest").read_text("utf-8").strip()
    with sync_playwright() as browsers:
        # Root may not use Chromium's sandbox, and it shows nothing but our own file.
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((release / "index.html").resolve().as_uri())
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
