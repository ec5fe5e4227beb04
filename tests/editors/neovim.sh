#!/usr/bin/env bash
# A person's session in Neovim, without a screen: what neovim.lua does and asserts.
set -euo pipefail
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
[ -x "$nvim" ] || die "no Neovim in $cache: run setup.sh"
COPYDESK=$(server_program)
export COPYDESK
temp_home
trap 'rm -rf "$temp"' EXIT

# The plugin as a user installs it: a package.
packages=$XDG_DATA_HOME/nvim/site/pack/copydesk/start
mkdir -p "$packages" "$XDG_CONFIG_HOME/nvim" "$temp/corpus"
cp -R "$plugin" "$packages/copydesk"
cat >"$XDG_CONFIG_HOME/nvim/init.lua" <<'LUA'
vim.g.copydesk_cmd = { vim.env.COPYDESK, 'lsp' }
LUA
printf '%s\n' 'He said: "We will open the gates tonight”, and left.' 'Nobody answered.' >"$temp/corpus/a.txt"
touch "$temp/corpus/copydesk.toml"

cd "$temp/corpus"
# When Neovim has started up, as a person meets it.
when_ready() { printf 'autocmd VimEnter * ++once lua vim.schedule(function() dofile("%s") end)' "$1"; }
if ! timeout 120 "$nvim" --headless -i NONE a.txt -c "$(when_ready "$here/neovim.lua")" </dev/null 2>"$temp/stderr"; then
  cat "$temp/stderr" >&2
  log=$XDG_STATE_HOME/nvim/lsp.log
  [ ! -f "$log" ] || { say "--- the end of lsp.log" >&2; tail -n 20 "$log" >&2; }
  exit 1
fi

# A second Neovim, killed without a word: its server must notice.
cat >"$temp/pid.lua" <<'LUA'
local function attached()
  local client = vim.lsp.get_clients({ name = 'copydesk' })[1]
  return client and client.initialized
end
assert(vim.wait(15000, attached, 10), 'no server')
vim.fn.writefile({ vim.fn.getpid() .. ' ' .. vim.api.nvim_get_proc_children(vim.fn.getpid())[1] }, vim.env.PIDS .. '.new')
vim.uv.fs_rename(vim.env.PIDS .. '.new', vim.env.PIDS)
LUA
export PIDS=$temp/pids
until_true() { # WHAT COMMAND…
  local what=$1 end=$((SECONDS + 20))
  shift
  until "$@" 2>/dev/null; do
    [ "$SECONDS" -lt "$end" ] || { say "FAILED $what" >&2; exit 1; }
    pause
  done
}
server_gone() { ! kill -0 "$server"; }
"$nvim" --headless -i NONE a.txt -c "$(when_ready "$temp/pid.lua")" </dev/null >/dev/null 2>&1 &
editor=$!
disown "$editor"
until_true 'no server was started' test -s "$PIDS"
read -r _ server <"$PIDS"
kill -KILL "$editor"
until_true 'the server of a killed Neovim ends' server_gone
say 'ok the server of a killed Neovim ends'
