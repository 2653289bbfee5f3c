"""The site for machines: the same definitions and values as the pages, as plain files.

    entries, templates ── listing (JSON), ossie (exchange), texts (Markdown, RSS, e-mail) ── write

written = write_feeds(company)           # ("definitions.xml", "llms.txt", "metrics.json", ...)

Files lie in build/feeds as they will lie in the site: the JSON and the Markdown of a metric beside
the folder of its page. They come out of the same two passes over the same values as the pages.
"""

from samepage.feeds.write import write_feeds

__all__ = ["write_feeds"]
