"""For reviewers: what a change does to the site, and previews of changes by strangers."""
