#!/usr/bin/env bash
# try.sh [FOLDER [FILE]]: opens a copy of a corpus (default: tests/corpora/barrier) in Neovim with the server attached.
# On a terminal it is yours to play with; without one it prints what the editor shows, before and after a quick fix.
set -euo pipefail
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
corpus=${1:-$repo/tests/corpora/barrier}
[ -d "$corpus" ] || die "no folder $corpus"
corpus=$(cd "$corpus" && pwd)
COPYDESK=$(server_program)
export COPYDESK
"$here/setup.sh" --neovim >&2

temp_home
# shellcheck source=tests/editors/screen.sh
. "$here/screen.sh"
trap 'screen_close; rm -rf "$temp"' EXIT
folder=$temp/$(basename "$corpus")
cp -R "$corpus" "$folder"
chmod -R u+w "$folder"
first=${2:-$(cd "$folder" && find . -type f \( -name '*.txt' -o -name '*.news' -o -name '*.md' \) ! -name 'README*' | LC_ALL=C sort | sed -n '1s|^\./||p')}
[ -f "$folder/${first:-.}" ] || die "no .txt, .news or .md file in $corpus"
cd "$folder"
editor=("$nvim" --clean --cmd "set runtimepath^=$plugin" -u "$here/init.lua" -i NONE)

if [ -t 0 ] && [ -t 1 ]; then
  "${editor[@]}" "$first"
  exit 0
fi

socket=$temp/nvim.socket
ask() { "$nvim" --clean --headless --server "$socket" --remote-expr "v:lua.require'copydesk_try'.$1()" 2>/dev/null; }
export COPYDESK_TRY=$here/try.lua
if command -v tmux >/dev/null; then
  screen_open 120 34 "$folder" "${editor[@]}" --listen "$socket" "$first"
  show() { screen | sed '/^~$/d'; }
else
  "${editor[@]}" --headless --listen "$socket" "$first" </dev/null >/dev/null 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null || true; wait "$pid" || true; rm -rf "$temp"' EXIT
  show() { ask screen && echo; }
fi

answered() {
  local end=$((SECONDS + 20))
  until [ "$(ask settled)" = yes ]; do
    [ "$SECONDS" -lt "$end" ] || die "the server did not answer within 20 seconds"
    pause
  done
}
answered
ask first
say "--- $first in Neovim, $(ask count)"
show
fix=$(ask fix)
answered
say "--- after the quick fix: $fix"
say "--- $(ask count)"
show
ask quit >/dev/null || true
