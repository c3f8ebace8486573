#!/bin/sh
# Index the articles, measure the assistant on a question set, and hold it to the gate; exit 1 if it is not met.
# Whatever comes of it, the report is there afterwards. Needs `quotedesk` on the path; works without a network.
#
# What it works on is in the environment: ARTICLES (a file or folder), QUESTIONS, GATE, BASELINE (may be missing: then
# there is nothing to compare with), INDEX and REPORT (folders that it makes).
set -eu

: "${ARTICLES:=samples/articles}"
: "${QUESTIONS:=samples/questions.jsonl}"
: "${GATE:=samples/floors.toml}"
: "${BASELINE:=}"
: "${INDEX:=demo-index}"
: "${REPORT:=eval-report}"

quotedesk index "$ARTICLES" --index "$INDEX"

set -- "$QUESTIONS" --index "$INDEX" --gate "$GATE" --report "$REPORT"
if [ -n "$BASELINE" ]; then
    set -- "$@" --baseline "$BASELINE"
fi
status=0
quotedesk eval "$@" || status=$?

# GitHub shows what is written there on the page of the run.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$REPORT/summary.md" ]; then
    cat "$REPORT/summary.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$status"
