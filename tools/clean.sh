#!/bin/sh
# Stop the embedded servers, then remove what setup, demo and tests made; a failed stop removes nothing.
set -eu
cd "$(dirname "$0")/.."

for python in .venv/bin/python python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        "$python" -B -m etrier.database.embedded remove
        break
    fi
done
rm -rf .etrier .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache test-results
rm -rf mutants etrier/ui/static/ui/fonts
find etrier tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
