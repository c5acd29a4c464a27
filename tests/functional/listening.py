"""What a server answers a page, to be searched for what no page may say."""

from collections.abc import Iterable

from playwright.sync_api import Page, Response

# The same on every page: searched once is enough.
STATIC = ("/assets/", "/_dash-component-suites/")


def listen(page: Page) -> list[Response]:
    """From now on, each answer as it comes."""
    heard: list[Response] = []
    page.on("response", lambda answer: heard.append(answer))
    return heard


def is_static(answer: Response) -> bool:
    return any(part in answer.url for part in STATIC)


def texts_of(answers: Iterable[Response]) -> list[tuple[str, str]]:
    """Address and text of each that has one."""
    return [
        (answer.url, answer.body().decode("utf-8", errors="replace"))
        for answer in answers
        if answer.status == 200
    ]
