#!/usr/bin/env bash
# What a person sees in Neovim on a real terminal: signs, virtual text, the float, the fixed line.
# The screens are kept as text in $COPYDESK_SCREENS, if that is set.
set -euo pipefail
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
[ -x "$nvim" ] || die "no Neovim in $cache: run setup.sh"
command -v tmux >/dev/null || die "no tmux: run setup.sh"
COPYDESK=$(server_program)
export COPYDESK
temp_home
# shellcheck source=tests/editors/screen.sh
. "$here/screen.sh"
trap 'screen_close; rm -rf "$temp"' EXIT

mkdir "$temp/corpus"
printf '%s\n' 'He said: "We will open the gates tonight”, and left.' 'Nobody answered.' >"$temp/corpus/a.txt"
cp "$here/init.lua" "$temp/init.lua"

fail() {
  say "FAILED $*" >&2
  say 'the screen:' >&2
  screen | sed 's/^/| /' >&2
  exit 1
}
on_screen() { screen_shows "$2" || fail "$1 (no /$2/ on the screen)"; screen_keep "$1"; say "ok $1"; }

screen_open 120 18 "$temp/corpus" "$nvim" --clean --cmd "set runtimepath^=$plugin" -u "$temp/init.lua" -i NONE a.txt
on_screen 'a sign in the first column, the message beside the text' '^ *W +He said: "We will.*quot'
keys g g 0 ']d' C-w d
on_screen 'the float with the whole message and its code' '\[DEL001\]'
keys Escape g r a
on_screen 'the menu with the fix' '1: Replace'
keys 1 Enter
screen_shows 'He said: ("We will open the gates tonight"|“We will open the gates tonight”), and left' || fail 'the fix is not on the screen'
screen_lacks '^ *W ' || fail 'the sign is still there'
screen_keep 'the fixed line'
say 'ok the fixed line without a sign'
keys G o 'She said (quietly that it was late.'
# Neovim shows what changed when insert mode is left.
keys Escape
on_screen 'the sign of the error just typed' '^ *W +She said \(quietly'
keys u
screen_lacks '^ *W ' || fail 'the sign stays after undo'
say 'ok undo takes the sign away'
keys ':wq' Enter
screen_closed || fail 'Neovim does not end'
grep -qE '^He said: ("We will open the gates tonight"|“We will open the gates tonight”), and left\.$' "$temp/corpus/a.txt" ||
  fail "the file on disk: $(cat "$temp/corpus/a.txt")"
[ "$(wc -l <"$temp/corpus/a.txt")" = 2 ] || fail 'the file on disk has other lines'
say 'ok the file on disk is what was on the screen'
