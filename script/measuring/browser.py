"""The main pages in Chromium with the processor slowed down four times: when the largest piece stands, and how much
moves afterwards; and what the desk weighs on the line."""

import os
import shutil

SLOWED = 4
PAGES = {
    "desk of a unit": ("truong00", "/desk/"),
    "office desk": ("vanphong", "/queues/"),
    "leader": ("lanhdao0", "/leader/"),
}
WATCH = """
window.lcp = 0; window.shift = 0;
new PerformanceObserver(l => { for (const e of l.getEntries()) window.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


def in_browser(port: int, sessions: dict[str, str]) -> None:
    chromium = os.environ.get("PLAYWRIGHT_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("\nChromium is not installed: no figures of the browser.")
        return
    from playwright.sync_api import sync_playwright

    print(f"\n| page (processor slowed {SLOWED}×) | width | LCP ms, first visit | LCP ms, again ", end="")
    print("| layout shift | KB on the line |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for is_counted in (False, True):  # first what browser and server make once
            for name, (who, path) in PAGES.items():
                for width in (390, 1280):
                    seen = _visited(browser, width, sessions[who], f"http://127.0.0.1:{port}{path}")
                    (first, shift, weight), (again, _shift, _weight) = seen
                    if is_counted:
                        print(
                            f"| {name} | {width} | {first:.0f} | {again:.0f} | {shift:.3f} | {weight / 1024:.0f} |"
                        )
        browser.close()


def _visited(browser, width: int, session: str, address: str) -> list[tuple[float, float, float]]:
    """Largest paint (ms), shift and bytes on the line of a first visit, by a browser that has kept nothing, and of a
    second one."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN")
    context.add_cookies([{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}])
    context.add_init_script(WATCH)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    line.send("Network.enable")
    weight = [0.0]
    line.on("Network.loadingFinished", lambda one: _add(weight, one["encodedDataLength"]))
    seen = []
    for _visit in range(2):
        page.goto(address, wait_until="load")
        page.wait_for_timeout(1500)
        seen.append((page.evaluate("lcp"), page.evaluate("shift"), weight[0]))
    context.close()
    return seen


def _add(sum_of: list[float], length: float) -> None:
    sum_of[0] += length
