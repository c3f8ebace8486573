"""The browser of the tests behind a proxy is that of the browser tests."""

from tests.browser.conftest import browser_type_launch_args, kept_context, page, requested

__all__ = ["browser_type_launch_args", "kept_context", "page", "requested"]
