"""The site on this machine while somebody works on it: built after every change, shown at once."""

from sitegen.serve.session import NoPort, Session, serve

__all__ = ["NoPort", "Session", "serve"]
