"""Full-text index of the finished pages, made by Pagefind."""
