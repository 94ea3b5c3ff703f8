"""Publishing to Netlify, by the digests of the files."""
