"""For reviewers: the effect of a change on the site, and previews of pull requests from strangers."""
