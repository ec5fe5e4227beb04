#!/usr/bin/env bash
# run.sh [neovim] [tmux] [vscode-ui] [vscode-api]: the editor tests, all of them when none is named.
# COPYDESK names the server (default: target/release/copydesk). Installs the editors first, if they are missing.
# One line per test; at the end "N passed, M failed", and the exit code is 1 when something failed.
set -euo pipefail
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
COPYDESK=$(server_program)
export COPYDESK

[ $# -gt 0 ] || set -- neovim tmux vscode-ui vscode-api
setup_options=(--neovim)
for name in "$@"; do
  case $name in
    neovim) ;;
    tmux | vscode-ui | vscode-api) setup_options=() ;;
    *) die "no test of the name $name" ;;
  esac
done
"$here/setup.sh" "${setup_options[@]}"

passed=0
failed=0
# report NAME SCRIPT…: a test script prints "ok NAME" or "FAILED NAME" for each test, and what else it has to say.
report() {
  local name=$1 line results
  shift
  results=$(mktemp "${TMPDIR:-/tmp}/copydesk-run.XXXXXX")
  { "$@" 2>&1 || printf 'exit code %s\n' "$?"; } | tee "$results" | while IFS= read -r line; do
    case $line in
      'ok '*) printf 'ok      %s: %s\n' "$name" "${line#ok }" ;;
      'FAILED '*) printf 'FAILED  %s: %s\n' "$name" "${line#FAILED }" ;;
      'exit code '*) ;;
      *) printf '        %s\n' "$line" ;;
    esac
  done
  passed=$((passed + $(grep -c '^ok ' "$results" || true)))
  local failures
  failures=$(grep -c '^FAILED ' "$results" || true)
  if grep -q '^exit code ' "$results" && [ "$failures" = 0 ]; then
    printf 'FAILED  %s: ended before its end\n' "$name"
    failures=1
  fi
  failed=$((failed + failures))
  rm -f "$results"
}

for name in "$@"; do
  case $name in
    vscode-*) report "$name" "$here/vscode.sh" "${name#vscode-}" ;;
    *) report "$name" "$here/$name.sh" ;;
  esac
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
