# Two commands matter: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := bash
PY := .venv/bin/python
# Files of tests are shared out over this many processes, at most 4; WORKERS=0: one after the other in one.
WORKERS ?= logical
PYTEST := $(PY) -m pytest -q -n $(WORKERS) --maxprocesses 4 --dist loadfile

.PHONY: help setup run train test test-fast lint format content reload confirm schema evaluate voices bench bench-nlu guides lighthouse forget staff proposals fake-whatsapp whatsapp-check speech clean

help:  ## Say what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/' | column -t -s '|'

setup:  ## Build both environments from their lock files (skipped when unchanged)
	@scripts/set-up.sh

train: setup  ## Train the understanding and the search (skipped when their inputs are unchanged)
	@scripts/train.sh

run: train  ## Set up, train if needed, start everything, print the address; Ctrl-C stops it all
	@$(PY) -m scripts.run

test: lint content train  ## Everything that must hold: style, types, content, understanding, unit tests, journeys
	@$(PY) -m evaluation
	@$(PYTEST) tests

test-fast: setup  ## Unit tests only: no Rasa, no browser
	@$(PYTEST) tests -m "not journey"

lint: setup  ## Style and types
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

format: setup  ## Put the code in its standard form
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

content: setup  ## Check all content: shape, parity, plain language, sources, freshness; each error as `path: problem`
	@$(PY) -m civic.content check

reload: setup  ## Changed texts go live in the running stack, without training
	@$(PY) -m scripts.reload

confirm: setup  ## A translation fits its Dutch text again: make confirm L=tr T=bulky-waste [C=genk]
	@$(PY) -m civic.content confirm $(L) $(T) $(C)

schema: setup  ## Write the JSON Schemas that editors check content with
	@$(PY) -m civic.content schema content/schema

evaluate: train  ## Measure understanding on the unseen test sets; fails when a language drops by more than two points
	@$(PY) -m evaluation

voices: setup  ## Speak everything published ahead of time, with a progress bar
	@$(PY) -m civic.voice

bench: setup  ## Measure our stack against the stock Rasa pipeline in one run; prints a table, writes JSON
	@$(PY) -m benchmarks

bench-nlu: setup  ## Compare our classifier with others: make bench-nlu [PUBLIC=folder with a public set]
	@$(PY) -m benchmarks.nlu $(if $(PUBLIC),--public $(PUBLIC))

lighthouse: setup  ## Measure chat, card, desk and inbox with Lighthouse in three languages; fails below 95/100/95
	@$(PY) -m benchmarks.lighthouse $(if $(ONLY),--only "$(ONLY)")

guides: train  ## Make the illustrated guides of docs/guides anew, from real pages in a browser
	@$(PY) -m scripts.guides

forget: setup  ## Delete conversations and closed cases older than RETENTION_DAYS
	@$(PY) -m gateway.store.retention

staff: setup  ## Make a staff login: make staff LOGIN=name [ROLE=bridge or desk, editor, admin] [TEAM=id] [NAME=first name] [RESET=1]
	@$(PY) -m gateway.staff.accounts "$(LOGIN)" $(if $(ROLE),--role "$(ROLE)") $(if $(TEAM),--team "$(TEAM)") $(if $(NAME),--name "$(NAME)") $(if $(RESET),--reset)

proposals: setup  ## Bring accepted proposals into data/nlu and var/proposals/content-changes.md: make proposals [DRY=1]
	@$(PY) -m gateway.proposals $(if $(DRY),--dry-run)

fake-whatsapp: train  ## Everything with a WhatsApp that stays on this machine, and phones in the browser: make fake-whatsapp [PHONES=8090]
	@$(PY) -m scripts.fake_whatsapp $(if $(PHONES),--port $(PHONES))

speech: setup  ## Install and try the optional recogniser for voice notes, and fetch a model: make speech [MODEL=small]
	@.venv/bin/pip install --disable-pip-version-check -q -r requirements-speech.lock && $(PY) -m pytest -q tests/civic/speech
	@$(if $(MODEL),$(PY) -m civic.speech "$(MODEL)")

whatsapp-check: setup  ## Ask Meta what is wrong with each WhatsApp setting (docs/whatsapp.md)
	@$(PY) -m gateway.whatsapp.check

clean:  ## Remove what was built (environments, models); keeps var/
	@rm -rf .venv .venv-rasa .make models
