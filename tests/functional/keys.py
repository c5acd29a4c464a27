"""A page that is used by its keys alone; at each stop the focus is seen, and large enough."""

from playwright.sync_api import Locator, Page

# More stops than any page has from its beginning to its end.
_MOST = 160
# What has the focus: how it is called, how it is marked, how large it is, what is near it.
_STOP = """() => {
    const one = document.activeElement;
    const box = (of) => of.getBoundingClientRect();
    const words = (of) => (of.getAttribute('aria-label')
        || [...(of.labels || [])].map((label) => label.innerText).join(' ')
        || of.innerText || of.value || '').trim();
    const style = getComputedStyle(one), here = box(one);
    const at = [here.x + here.width / 2, here.y + here.height / 2];
    const away = (of) => {
        const b = box(of);
        return Math.hypot(Math.max(b.left - at[0], 0, at[0] - b.right),
            Math.max(b.top - at[1], 0, at[1] - b.bottom));
    };
    const others = [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
        (of) => of !== one && !of.contains(one) && of.getClientRects().length
            && getComputedStyle(of).visibility === 'visible');
    const among = one.parentElement && [...one.parentElement.childNodes].some(
        (of) => of.nodeType === 3 && of.textContent.trim());
    return {
        words: words(one),
        body: one === document.body,
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: here.bottom > 0 && here.top < innerHeight
            && here.right > 0 && here.left < innerWidth,
        wide: here.width, high: here.height,
        in_a_sentence: one.tagName === 'A' && style.display === 'inline' && among,
        apart: others.every((of) => away(of) >= 12),
    };
}"""


class Keys:
    """What somebody without a mouse does, and what they must see at each stop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # What has the focus is where it will be, and not on its way there.
        page.emulate_media(reduced_motion="reduce")

    def to(self, words: str, *, back: bool = False) -> None:
        """Tab until what has the focus is called so, forwards or back."""
        passed: list[str] = []
        for _ in range(_MOST):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = self.page.evaluate(_STOP)
            if stop["body"]:
                continue  # the browser's own bar, and round again
            self._can_be_used(stop)
            passed.append(stop["words"].split("\n")[0])
            if stop["words"].startswith(words):
                return
        raise AssertionError(f"no stop is called “{words}”: {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def is_not_lost(self) -> str:
        """How that is called which has the focus; it is not the whole document."""
        self.page.wait_for_timeout(200)
        stop = self.page.evaluate(_STOP)
        assert not stop["body"], "the focus is nowhere"
        return str(stop["words"])

    def is_on(self, place: Locator) -> bool:
        return bool(place.evaluate("(one) => one === document.activeElement"))

    def _can_be_used(self, stop: dict[str, object]) -> None:
        assert stop["marked"], f"focus is not seen: {stop}"
        assert stop["inside"], f"focus is off the screen: {stop}"
        large = min(float(str(stop["wide"])), float(str(stop["high"]))) >= 24
        assert large or stop["in_a_sentence"] or stop["apart"], f"too small: {stop}"
