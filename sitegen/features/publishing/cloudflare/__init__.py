"""Publishing to Cloudflare Pages, by the digests of the files."""
