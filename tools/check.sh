#!/bin/sh
# Run every static check, side by side and all of them even when one fails, and say which failed.
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0

check() {
    count=$((count + 1))
    printf '%s' "$1" >"$folder/$count.name"
    shift
    printf '%s' "$*" >"$folder/$count.command"
    {
        "$@" >"$folder/$count.said" 2>&1
        echo $? >"$folder/$count.status"
    } &
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
check "tests lisibles" env -u DJANGO_SETTINGS_MODULE ETRIER_NO_BROWSER=1 .venv/bin/python -m pytest --collect-only -qq
wait

failed=
for rank in $(seq "$count"); do
    name=$(cat "$folder/$rank.name")
    if [ "$(cat "$folder/$rank.status")" = 0 ]; then
        printf '  %-34s ok\n' "$name"
    else
        printf '  %-34s ÉCHEC\n' "$name"
        cat "$folder/$rank.said"
        failed="$failed\n  - $name : $(cat "$folder/$rank.command")"
    fi
done
if [ -n "$failed" ]; then
    printf "À corriger :$failed\n" >&2
    exit 1
fi
