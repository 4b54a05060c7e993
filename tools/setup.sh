#!/bin/sh
# Make .venv with the locked dependencies; does nothing when it is already right, so it works offline.
set -eu
cd "$(dirname "$0")/.."

# Print the first Python ≥ 3.11 that this user may run and that can make an environment with pip.
find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python}; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

make_environment() {
    if ! [ -w . ] || { [ -e .venv ] && ! [ -w .venv ]; }; then
        echo "Ce dossier ou son .venv appartient à un autre utilisateur : clonez le dépôt dans un dossier à vous." >&2
        exit 2
    fi
    python=$(find_python)
    if [ -z "$python" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installation de python3-venv…"
        apt-get install -y -qq python3-venv >/dev/null 2>&1 ||
            { apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; } || true
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        echo "Étrier demande Python 3.11 ou plus récent, avec ses modules venv et ensurepip." >&2
        echo "Sur Debian ou Ubuntu : apt-get install python3-venv. Ailleurs : make setup PYTHON=/chemin/de/python3" >&2
        exit 2
    fi
    echo "Création de .venv avec $("$python" --version)…"
    rm -rf .venv
    "$python" -m venv .venv
}

works='import sys, pip; sys.exit(sys.version_info < (3, 11))'
here=$(pwd -P)
moved=$(sed -n 2p .venv/installed 2>/dev/null || true)
if [ "${moved:-$here}" != "$here" ] || ! .venv/bin/python -c "$works" 2>/dev/null; then
    make_environment
fi

digest='import hashlib
from pathlib import Path
files = ("requirements-dev.lock", "pyproject.toml", "tools/setup.sh")
print(hashlib.sha256(b"".join(Path(f).read_bytes() for f in files)).hexdigest())'
wanted=$(.venv/bin/python -c "$digest"; echo "$here")
if [ "$wanted" != "$(cat .venv/installed 2>/dev/null)" ]; then
    echo "Installation des dépendances verrouillées (une à deux minutes la première fois)…"
    .venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$wanted" >.venv/installed
fi
.venv/bin/python tools/fonts.py
