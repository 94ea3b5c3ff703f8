"""The local server for editors: rebuilds the site after every change and reloads the pages."""

from sitegen.serve.hosts import NoHost, as_code, checked_host, is_open
from sitegen.serve.session import NoPort, SessionOptions, serve

__all__ = ["NoHost", "NoPort", "SessionOptions", "as_code", "checked_host", "is_open", "serve"]
