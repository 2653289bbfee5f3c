"""Watches a tab: whatever a reader would not be shown, but something went wrong all the same."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Watch:
    """Collects the tab's complaints; `take()` hands them over and starts anew."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def take(self) -> list[str]:
        taken, self.complaints = self.complaints, []
        return taken

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:" + self.address)):
            self.complaints.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # Going on to the next page breaks off what the last one was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed, {request.failure}: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"answer {response.status}: {response.url}")
