# shellcheck shell=bash disable=SC2154
# A terminal of our own, in tmux: open it, press keys, wait for what it shows. Needs lib.sh and its $temp.

screen_tmux() { tmux -S "$temp/tmux.socket" -f /dev/null "$@"; }

# screen_open COLUMNS LINES FOLDER COMMAND…
screen_open() {
  local columns=$1 lines=$2 folder=$3
  shift 3
  TERM=xterm-256color screen_tmux new-session -d -s copydesk -x "$columns" -y "$lines" -c "$folder" -- "$@"
}

screen() { screen_tmux capture-pane -p -t copydesk 2>/dev/null; }
keys() { screen_tmux send-keys -t copydesk "$@"; }
screen_close() { screen_tmux kill-server 2>/dev/null || true; }

# Until the screen shows, or no longer shows, a line like PATTERN; at most 20 seconds.
screen_shows() {
  local end=$((SECONDS + 20))
  until screen | grep -qiE -- "$1"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    pause
  done
}
screen_lacks() {
  local end=$((SECONDS + 20))
  while screen | grep -qiE -- "$1"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    pause
  done
}
# Until the command has ended.
screen_closed() {
  local end=$((SECONDS + 20))
  while screen_tmux has-session -t copydesk 2>/dev/null; do
    [ "$SECONDS" -lt "$end" ] || return 1
    pause
  done
}

# screen_keep NAME: the screen as text in $COPYDESK_SCREENS.
screen_keep() {
  [ -n "${COPYDESK_SCREENS:-}" ] || return 0
  mkdir -p "$COPYDESK_SCREENS"
  screen >"$COPYDESK_SCREENS/neovim - $1.txt"
}
