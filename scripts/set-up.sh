#!/usr/bin/env bash
# Builds the two environments from their lock files; does nothing when the lock files are unchanged.
set -euo pipefail
source "$(dirname "$0")/common.sh"
one_at_a_time set-up

# install VENV LOCK PYTHON: a fresh environment with exactly what the lock file names
install() {
  local venv="$1" lock="$2" python="$3" log="$STATE/${1#.}.log"
  rm -rf "$venv"
  "$python" -m venv "$venv" || fail "Python could not make the environment $venv." "On Debian: apt install python3-venv. Then run this again."
  say "Installing $(grep -c '==' "$lock") packages into $venv (some minutes; details in $log)"
  : > "$log"
  if [ "$venv" = .venv ] && ! install_torch "$log"; then
    fail "torch could not be installed." "See $log; is the package registry reachable?"
  fi
  if ! "$venv/bin/pip" install --disable-pip-version-check --progress-bar off -r "$lock" 2>&1 | tee -a "$log" | show_progress; then
    tail -n 5 "$log" >&2
    fail "The packages of $lock could not be installed." "See $log; is the package registry reachable and is there 4 GB of free disk?"
  fi
}

# torch first and on its own: its plain Linux wheel brings gigabytes of CUDA that we do not use.
install_torch() {
  local version index=()
  version="$(grep '^torch==' requirements.lock)"
  if curl -fsI --max-time 4 https://download.pytorch.org/whl/cpu/torch/ > /dev/null 2>&1; then
    index=(--index-url https://download.pytorch.org/whl/cpu --extra-index-url "${PIP_INDEX_URL:-https://pypi.org/simple}")
  fi
  .venv/bin/pip install --disable-pip-version-check -q "${index[@]}" "${version%%+*}" >> "$1" 2>&1
}

show_progress() { sed -un 's/^Collecting \([^ ;]*\).*/  \1/p; s/^ERROR/  ERROR/p'; }

environment() {
  local venv="$1" lock="$2"
  shift 2
  local mark python
  mark="$(fingerprint "$lock" scripts/set-up.sh)"
  if unchanged "environment$venv" "$mark" && [ -x "$venv/bin/python" ]; then
    return 0
  fi
  python="$(python_for "$@")" || fail "Python 3.$1 was not found, and could not be fetched." \
    "Install it (with uv: 'uv python install 3.$1'; with pyenv: 'pyenv install 3.$1'), then run this again."
  install "$venv" "$lock" "$python"
  remember "environment$venv" "$mark"
}

environment .venv requirements.lock 11 12 13
environment .venv-rasa bot/requirements.lock 10
