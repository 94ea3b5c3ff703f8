"""What templates and files see. In: the site. Out: plain values in one language."""
