# Shared by the scripts beside it: where things are and how to speak to the person who runs them.
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT" || exit 1
STATE="$ROOT/.make"
mkdir -p "$STATE"

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }

# fail MESSAGE WHAT-TO-DO
fail() {
  printf '\n\033[1;31m✗ %s\033[0m\n  %s\n' "$1" "$2" >&2
  exit 1
}

# fingerprint FILE-OR-FOLDER ...: changes when any of them does
fingerprint() {
  find "$@" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# unchanged NAME FINGERPRINT: true when this step was done for exactly these inputs
unchanged() { [ "$(cat "$STATE/$1" 2>/dev/null)" = "$2" ]; }

remember() { printf '%s\n' "$2" > "$STATE/$1"; }

# one_at_a_time WHAT: waits until nobody else does this in this folder; holds it until this script ends
one_at_a_time() {
  local held
  command -v flock > /dev/null 2>&1 || return 0 # not on every Unix
  exec {held}> "$STATE/$1.lock"
  flock --nonblock "$held" && return 0
  say "Waiting for another $1 in this folder to end"
  flock "$held"
}

# python_for MINOR ...: the first of these Python 3 versions on this machine, else one that uv can get
python_for() {
  local minor candidate
  for minor in "$@"; do
    for candidate in "python3.$minor" "$HOME"/.pyenv/versions/3."$minor".*/bin/python \
      "$HOME"/.local/share/uv/python/cpython-3."$minor".*/bin/python3; do
      candidate="$(command -v "$candidate" 2>/dev/null)" || continue
      if "$candidate" -c "import sys, venv; sys.exit(sys.version_info[:2] != (3, $minor))" 2>/dev/null; then
        printf '%s\n' "$candidate"
        return 0
      fi
    done
  done
  if command -v uv > /dev/null 2>&1 && uv python install "3.$1" > /dev/null 2>&1; then
    uv python find "3.$1"
    return 0
  fi
  return 1
}
