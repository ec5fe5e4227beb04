#!/usr/bin/env bash
# vscode.sh [ui|api]: the VS Code tests. ui: a person's session in the browser; api: the extension host; none: both.
set -euo pipefail
# shellcheck source=tests/editors/lib.sh
. "$(dirname "$0")/lib.sh"
{ [ -f "$code_home/.installed" ] && [ -d "$extension/node_modules" ]; } || die "no VS Code in $cache: run setup.sh"
COPYDESK=$(server_program)
CHROMIUM=$(chromium_program)
[ -n "$CHROMIUM" ] || die "no chromium: run setup.sh"
temp_home
trap 'rm -rf "$temp"' EXIT
export COPYDESK CHROMIUM NODE_HOME=$node_home CODE_HOME=$code_home VSIX=$temp/copydesk.vsix PATH=$node_home/bin:$PATH
[ -z "${COPYDESK_SCREENS:-}" ] || mkdir -p "$COPYDESK_SCREENS"

what=${1:-both}
if [ "$what" != api ]; then
  (cd "$extension" && npm run --silent check && npm run --silent package -- "$VSIX") >"$temp/package.log" 2>&1 ||
    { cat "$temp/package.log" >&2; die "the extension could not be packaged"; }
  say "ok the extension passes tsc and makes a .vsix"
  node "$here/vscode-grammar.mjs"
  node "$here/vscode.mjs"
else
  (cd "$extension" && npm run --silent build)
fi
[ "$what" = ui ] || node "$here/vscode-api.mjs"
