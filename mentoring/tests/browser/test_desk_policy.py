"""What the desk's policy stops: script that came in with a text does not run, and the theme's own still does (E-33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.tests.browser.test_desk_pages import administrator

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from mentoring.tests.browser.person import Visitor
    from people.models import User

__all__ = ["administrator"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

INJECTED = """
<script>window.ran = "an inline script"</script>
<img src="x" onerror="window.ran = 'a handler'">
<a id="injected" href="javascript:window.ran='an address'">here</a>
<script src="https://example.org/evil.js"></script>
<iframe srcdoc="<script>parent.ran='a frame'</script>"></iframe>
"""


def test_e33_script_that_is_injected_into_the_desk_does_not_run(visitor: Visitor, administrator: User) -> None:
    def inject(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("</main>", "").replace("</body>", INJECTED + "</body>")
        )

    visitor.become(administrator)
    refused: list[str] = []
    visitor.page.on("console", lambda message: refused.append(message.text))
    visitor.page.route("**/admin/people/user/", inject)
    visitor.page.goto("/admin/people/user/")
    visitor.page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src=y onerror=\\"window.ran='later'\\">");
            document.getElementById("injected").click();
        }"""
    )
    visitor.page.wait_for_function("() => [...document.images].every(image => image.complete)")

    assert visitor.page.evaluate("() => window.ran") is None
    stopped = [text for text in refused if "Content Security Policy" in text]
    assert len(stopped) >= 5, refused


def test_e33_the_theme_works_under_the_policy(visitor: Visitor, administrator: User) -> None:
    visitor.become(administrator)
    visitor.open("/admin/people/user/")
    visitor.page.set_viewport_size({"width": 1360, "height": 900})
    visitor.page.locator("[x-on\\:click*=filterOpen]:visible").first.click()
    visitor.page.locator("#changelist-filter, [x-show=filterOpen]").first.wait_for(state="visible")

    assert visitor.inspection.findings == [], visitor.inspection.report()
