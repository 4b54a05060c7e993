#!/bin/sh
# Resolve the dependencies for every platform; uv is a maintainer's tool, absent from the environment.
set -eu
cd "$(dirname "$0")/.."

if ! command -v uv >/dev/null; then
    echo "« make lock » demande uv (pipx install uv)." >&2
    exit 2
fi
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
# shellcheck disable=SC2086 # a list of options
uv pip compile $options pyproject.toml -o requirements.lock
# shellcheck disable=SC2086
uv pip compile $options --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
# shellcheck disable=SC2086 # a list of options
uv pip compile $options --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock
# shellcheck disable=SC2086
uv pip compile $options --extra mutation -c requirements-dev.lock pyproject.toml -o requirements-mutation.lock
