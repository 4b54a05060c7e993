#!/bin/sh
# Run every static check, all of them even when one fails, and say which failed.
cd "$(dirname "$0")/.." || exit 1
failed=
output=$(mktemp)
trap 'rm -f "$output"' EXIT

check() {
    name=$1
    shift
    if "$@" >"$output" 2>&1; then
        printf '  %-34s ok\n' "$name"
    else
        printf '  %-34s ÉCHEC\n' "$name"
        cat "$output"
        failed="$failed\n  - $name : $*"
    fi
}

export ETRIER_TEST=1 DJANGO_SETTINGS_MODULE=etrier.config.settings
check "style" .venv/bin/ruff check --quiet .
check "mise en forme" .venv/bin/ruff format --check --quiet .
check "types" .venv/bin/mypy etrier
check "mise en forme des gabarits" .venv/bin/djlint etrier --check --quiet
check "gabarits" .venv/bin/djlint etrier --lint --quiet
check "étages" .venv/bin/lint-imports
check "migrations écrites" .venv/bin/python tools/migrations.py
check "documents à jour" .venv/bin/python -m etrier.cli.docs --check

if [ -n "$failed" ]; then
    printf "À corriger :$failed\n" >&2
    exit 1
fi
