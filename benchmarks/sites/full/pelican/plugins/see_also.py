"""Gives each article the articles that its `See_also` names."""

from pelican import signals


def link(generator):
    by_name = {f"{article.category.slug}/{article.slug}": article for article in generator.articles}
    for article in generator.articles:
        article.others = [by_name[name.strip()] for name in article.see_also.split(",")]


def register():
    signals.article_generator_finalized.connect(link)
