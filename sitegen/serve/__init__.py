"""The local server for editors: rebuilds the site after every change and reloads the pages."""

from sitegen.serve.session import NoPort, SessionOptions, serve

__all__ = ["NoPort", "SessionOptions", "serve"]
