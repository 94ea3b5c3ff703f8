#!/bin/sh
# What the workflows of GitHub Actions do, for any other CI: each step is a function of plain folders and files.
#
#   .ci/site.sh check                       mistakes of the site in this folder, and its new links
#   .ci/site.sh preview BASE PR OUT [NAME]  OUT/base and OUT/head (two built sites), OUT/report.md (what changes)
#   .ci/site.sh due LAST                    ends with 0 if the site changes by itself after the day LAST, until today
#   .ci/site.sh build OUT [URL]             OUT/site and OUT/manifest.json, which `verify` wants later
#   .ci/site.sh verify URL MANIFEST         is what is published still what was built?
#   .ci/site.sh links                       asks new links, and 200 that were asked longest ago
#
# SITEGEN says how sitegen is started: `sitegen` where it is installed, `python3 build.py` in its repository.
set -eu
SITEGEN=${SITEGEN:-sitegen}

check() {
    $SITEGEN check
    $SITEGEN links --new || echo "Links to other sites are broken; that stops nothing."
}

# BASE is the trusted branch, checked out; PR a repository that has the proposed commit NAME, which is read as it was
# committed: a checkout or an archive would heed its .gitattributes. Without NAME, PR is a folder of files.
# Run it where there are no secrets; BASE's sitegen is the one to run.
preview() {
    mkdir -p "$3"
    $SITEGEN overlay "$1" "$2" "$3/sources" ${4:+--commit "$4"} > "$3/overlay.txt"
    cat "$3/overlay.txt"
    $SITEGEN build --quiet --root "$1" --output "$3/base"
    $SITEGEN build --quiet --root "$3/sources" --output "$3/head"
    $SITEGEN diff "$3/base" "$3/head" --format markdown --report --overlay "$3/overlay.txt" > "$3/report.md"
}

due() {
    next=$($SITEGEN next-change --now "$1" | head -n 1)
    today=$($SITEGEN next-change --format json | sed -n 's/.*"today": "\(.*\)".*/\1/p') # in the site's time zone
    case $next in
    [0-9]*) [ "$(printf '%s\n' "$next" "$today" | sort | head -n 1)" = "$next" ] ;;
    *) return 1 ;;
    esac
}

build() {
    $SITEGEN check
    $SITEGEN build --output "$1/site" ${2:+--base-url "$2"}
    $SITEGEN manifest --output "$1/site" > "$1/manifest.json"
}

verify() {
    $SITEGEN verify "$1" --manifest "$2"
}

links() {
    $SITEGEN links --new --oldest 200 --archive
}

case ${1:-} in
check | preview | due | build | verify | links) "$@" ;;
*)
    sed -n '2,12p' "$0"
    exit 2
    ;;
esac
