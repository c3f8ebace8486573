"""Who may ask, decided before anything else of the service sees a request."""

from ui.access.loopback import is_loopback, require_loopback

__all__ = ["is_loopback", "require_loopback"]
