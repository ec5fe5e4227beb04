#!/usr/bin/env bash
# Installs what the benchmarks measure beside Copydesk under target/peers: benches/peers.sh
#
# Where it is there already, it stays. What cannot be had is named and left out; the benchmarks do without it.
# PEERS_MINUTES limits the time that a server may take to compile (15 by default, 0 leaves servers out).
set -uo pipefail
cd "$(dirname "$0")/.."
peers=$PWD/target/peers
mkdir -p "$peers/bin"
missing=()

have() { # NAME: whether it is there, said
    [[ -x $peers/bin/$1 ]] && echo "$1: there"
}

lack() { # NAME WHY
    echo "$1: cannot be had: $2"
    missing+=("$1")
}

put() { # NAME PROGRAM
    if [[ -x $2 ]]; then ln -sf "$2" "$peers/bin/$1" && echo "$1: installed"; else lack "$1" "see $peers/$1.log"; fi
}

python_environment() { # NAME: makes it for this tool, unless it is there
    command -v python3 >/dev/null || { lack "$1" "there is no python3"; return 1; }
    [[ -x $peers/venv/bin/pip ]] || python3 -m venv "$peers/venv" >"$peers/$1.log" 2>&1 ||
        { lack "$1" "python3 makes no environment"; return 1; }
}

python_package() { # NAME
    python_environment "$1" || return
    "$peers/venv/bin/pip" show --quiet "$1" 2>/dev/null && { echo "$1: there"; return; }
    "$peers/venv/bin/pip" install --quiet "$1" >"$peers/$1.log" 2>&1 && echo "$1: installed" ||
        lack "$1" "see $peers/$1.log"
}

python_tool() { # NAME
    have "$1" && return
    python_environment "$1" || return
    [[ -x $peers/venv/bin/$1 ]] || "$peers/venv/bin/pip" install --quiet "$1" >"$peers/$1.log" 2>&1
    put "$1" "$peers/venv/bin/$1"
}

node_tool() { # NAME PACKAGE...
    have "$1" && return
    command -v npm >/dev/null || { lack "$1" "there is no npm"; return; }
    mkdir -p "$peers/npm"
    [[ -x $peers/npm/node_modules/.bin/$1 ]] ||
        npm install --silent --no-fund --no-audit --prefix "$peers/npm" "$@" >"$peers/$1.log" 2>&1
    put "$1" "$peers/npm/node_modules/.bin/$1"
}

rust_server() { # NAME
    have "$1" && return
    local minutes=${PEERS_MINUTES:-15}
    [[ $minutes != 0 ]] || { lack "$1" "PEERS_MINUTES is 0"; return; }
    # A crate that only keeps a name has no program to install, and fails at once.
    nice timeout "${minutes}m" cargo install --quiet --locked --root "$peers" --target-dir "$peers/build" "$1" \
        >"$peers/$1.log" 2>&1
    case $? in
    0) echo "$1: installed" ;;
    124) lack "$1" "it took more than $minutes minutes to compile" ;;
    *) lack "$1" "$(grep -m1 '^error' "$peers/$1.log" || echo "see $peers/$1.log")" ;;
    esac
}

if command -v rg >/dev/null; then
    echo "rg: there"
elif [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    apt-get install --yes --quiet ripgrep >"$peers/rg.log" 2>&1 && echo "rg: installed" || lack rg "see $peers/rg.log"
else
    lack rg "install ripgrep: check is compared with it"
fi

for tool in typos rumdl codespell proselint; do
    python_tool "$tool"
done
# What benches/peers.py imports.
for package in jusText lxml_html_clean datasketch; do
    python_package "$package"
done
node_tool textlint @textlint-rule/textlint-rule-no-unmatched-pair
# The program itself is in a package for each system, which npm does not always bring along.
node_tool jscpd "jscpd-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')$([[ $(uname -s) == Linux ]] && echo -gnu)"
for server in typos-lsp harper-ls markdown-oxide; do
    rust_server "$server"
done

if ((${#missing[@]})); then
    echo "The benchmarks run without: ${missing[*]}"
fi
