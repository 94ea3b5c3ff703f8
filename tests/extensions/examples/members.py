"""A loader: the sheet of members that the office keeps, published by its program as CSV."""

import csv
import io


def members(request):
    sheet = request.get().decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(sheet)):
        if row["Status"] == "active":
            country = row["Country"].upper()
            yield {"title": row["Organisation"], "country": country, "since": row["Joined"][:4]}


LOADERS = {"members": members}
