# Chaque cible tient en une ligne d’aide ; `make` seul les affiche.
BIN := .venv/bin/
PYTEST := $(BIN)python -m pytest -n auto --dist worksteal

# Some machines forbid Python to keep what it compiles: each of our many processes would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix docs bench mutants clean lock

help: ## affiche cette aide
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: ## installe l’environnement (.venv) et les polices, sans rien lancer
	@sh tools/setup.sh

demo: setup ## installe tout, remplit une démonstration et lance le site
	@$(BIN)etrier demo

test: check ## vérifie le code puis lance tous les tests, navigateur compris
	@$(BIN)python -m tests.chromium
	@$(PYTEST)

check: setup ## style, types, gabarits, étages, migrations et documents à jour
	@sh tools/check.sh

fix: setup ## remet en forme le code et les gabarits
	@$(BIN)ruff check --fix --quiet . || true
	@$(BIN)ruff format --quiet .
	@$(BIN)djlint etrier --reformat --quiet || true

docs: setup ## réécrit les documents tirés du code
	@$(BIN)python -m etrier.cli.docs

bench: setup ## mesure les calculs et les compare à d’autres bibliothèques, qu’il installe
	@$(BIN)python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock || true
	@$(BIN)etrier bench rules

mutants: setup ## altère les règles du prêt un détail à la fois et demande aux tests s’ils le voient (7 minutes)
	@$(BIN)python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutation.lock
	@$(BIN)python tools/mutants.py

clean: ## arrête le PostgreSQL embarqué et supprime tout ce qui a été créé, données comprises
	@sh tools/clean.sh

lock: ## (mainteneurs, avec uv) recalcule les versions verrouillées
	@sh tools/lock.sh
