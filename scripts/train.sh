#!/usr/bin/env bash
# Trains what needs training: Rasa's model and the search, each only when its inputs changed.
set -euo pipefail
source "$(dirname "$0")/common.sh"
one_at_a_time training
export RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 PYTHONWARNINGS=ignore
MODELS="${MODELS_FOLDER:-models}"
mkdir -p "$MODELS"

train_understanding() {
  local mark log="$STATE/train-rasa.log"
  mark="$(fingerprint config.yml bot content/topics content/understanding/concepts data/nlu civic/language/normalise.py civic/understanding/{classifier,concepts,features,skeleton}.py)"
  unchanged model "$mark" && [ -f "$MODELS/wiedoetwat.tar.gz" ] && return 0
  say "Training how messages are understood (a few minutes; details in $log)"
  .venv/bin/python -m bot.assemble "$MODELS/assembled" || fail "The training data is not complete." "Add the examples named above."
  # What Rasa's own validation looks for (half a minute), tests/house_rules/test_rasa_files.py holds.
  # Forced: Rasa's cache does not see changes in civic/understanding, the fingerprint above does.
  PYTHONPATH=. .venv-rasa/bin/rasa train --force --skip-validation --config config.yml --domain "$MODELS/assembled/domain" \
    --data "$MODELS/assembled/data" --out "$MODELS" --fixed-model-name wiedoetwat > "$log" 2>&1 \
    || { tail -n 12 "$log" >&2; fail "Training failed." "The last lines are above, the rest is in $log."; }
  remember model "$mark"
}

train_search() {
  local mark log="$STATE/train-search.log"
  mark="$(fingerprint civic/search content/texts data/nlu civic/language/normalise.py)${SENTENCE_MODEL:-}"
  unchanged search "$mark" && [ -d "$MODELS/search/vectors" ] && return 0
  say "Training the search by meaning (about a minute; details in $log)"
  rm -rf "$MODELS/search"
  # One thread, which lets the understanding go first: that takes longest, and wants both processors for a while.
  nice -n 10 env OMP_NUM_THREADS=1 HF_HUB_OFFLINE="${HF_HUB_OFFLINE:-}" .venv/bin/python -m civic.search "$MODELS/search" > "$log" 2>&1 \
    || { tail -n 12 "$log" >&2; fail "Training the search failed." "The last lines are above, the rest is in $log."; }
  remember search "$mark"
}

# Side by side: each keeps about one processor busy.
train_understanding & understanding=$!
train_search & search=$!
failed=0
wait "$understanding" || failed=1
wait "$search" || failed=1
exit "$failed"
