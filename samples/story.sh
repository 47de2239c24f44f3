#!/usr/bin/env bash
# The product's story, from a fresh clone, in about a minute: a P1 arrives as an alert, ana is paged by mail, nobody
# answers, bo is paged and answers by the link in his mail; the process is killed and has forgotten nothing; the ticket
# is resolved, and says why everything happened. Then an outage is told of in words: it is a major incident with its team,
# its bridge and its public page at once, and a report at the end. Mail goes to a real server where Debian's python3-aiosmtpd is there or
# may be installed, else to the console, said aloud. Needs curl and the .NET SDK; leaves nothing running.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
muster=$here/muster
port=${STORY_PORT:-5090}
folder=$(mktemp -d)
export MUSTER_URL=http://127.0.0.1:$port
server='' mail=''

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$mail" ] || kill "$mail" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT

# Waits until a command says yes, at most so many seconds.
within() {
  local seconds=$1 until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || { echo "story: not within $seconds s: $*" >&2; exit 1; }
    sleep 0.2
  done
}

serve() {
  "$muster" serve --urls "$MUSTER_URL" --data "$folder/data" --config "$here/samples/story.yaml" \
    --config "$folder/channels.yaml" >>"$folder/serve.log" 2>>"$folder/serve.err" &
  server=$!
  within 120 curl -fs -o /dev/null "$MUSTER_URL/readyz"
}

# Somebody is paged, and not only asked for a role.
has_mail() { grep -ls "^To: $1@" "$folder"/box/new/* 2>/dev/null | xargs -r grep -ls 'needs you' | head -1; }
was_told() { grep -qs "^To $1:.*needs you" "$folder/serve.log"; }
told() { if [ -n "$mail" ]; then [ -n "$(has_mail "$1")" ]; else was_told "$1"; fi; }
# Somebody has a message about a ticket.
asked() {
  if [ -n "$mail" ]; then grep -rls "^To: $1@" "$folder/box/new" | xargs -r grep -qs "$2"
  else grep -qs "^To $1:.*$2" "$folder/serve.log"; fi
}
# The link in a person's message; a mail folds long lines with a = at the end.
link_of() {
  if [ -n "$mail" ]; then
    sed -z 's/=\r\?\n//g' "$(has_mail "$1")"
  else
    sed -n "/^To $1:.*needs you/,/Ticket:/p" "$folder/serve.log"
  fi | grep -o "$MUSTER_URL/answer/[A-Za-z0-9_.-]*" | head -1
}

if ! /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get install -y -qq python3-aiosmtpd >/dev/null 2>&1 || true
fi
if /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then
  smtp=$((port + 1))
  /usr/bin/python3 -m aiosmtpd -n -l "127.0.0.1:$smtp" -c aiosmtpd.handlers.Mailbox "$folder/box" 2>/dev/null &
  mail=$!
  echo "channels: {mail: {host: 127.0.0.1, port: $smtp, from: muster@example.org, tls: none}}" >"$folder/channels.yaml"
else
  say "There is no mail server here (python3-aiosmtpd): people are told on the console instead."
  echo 'channels: {console: {}}' >"$folder/channels.yaml"
fi

say "1. The coordinator starts."
"$muster" --version
serve
MUSTER_TOKEN=$(grep -o 'mst_[A-Za-z0-9_-]*' "$folder/serve.log" | head -1)
export MUSTER_TOKEN
grep 'listens on' "$folder/serve.log"

say "2. Alertmanager says that the checkout is down."
key=$("$muster" integration create --kind alertmanager --name prometheus --output json | grep -o '"key": *"[^"]*"' | cut -d'"' -f4)
curl -fsS -o /dev/null -X POST -H 'Content-Type: application/json' "$MUSTER_URL/in/alertmanager/$key" -d '{
  "version":"4","groupKey":"{}:{alertname=\"CheckoutDown\"}","status":"firing","receiver":"muster",
  "groupLabels":{"alertname":"CheckoutDown"},"commonLabels":{"alertname":"CheckoutDown","severity":"critical","service":"checkout"},
  "commonAnnotations":{"summary":"Checkout answers nobody"},"externalURL":"http://alertmanager","truncatedAlerts":0,
  "alerts":[{"status":"firing","labels":{"alertname":"CheckoutDown","severity":"critical","service":"checkout"},
    "annotations":{"summary":"Checkout answers nobody"},"startsAt":"2026-01-01T09:00:00Z","endsAt":"0001-01-01T00:00:00Z",
    "generatorURL":"http://prometheus/graph","fingerprint":"c0ffee0000000001"}]}'
"$muster" ticket list --output table
ticket=$("$muster" ticket list --output json | grep -o 'INC-[0-9]*-[0-9]*' | head -1)

say "3. Ana is on call: she is paged within a second."
within 20 told ana
[ -z "$mail" ] || sed -n '/^Subject:/p;/^From:/p;/^To:/p' "$(has_mail ana)"

say "4. Nobody answers. After 20 seconds bo is paged."
within 60 told bo
"$muster" why-not "$ticket" maria --output table

say "5. Bo presses the link in his message."
curl -fsS -X POST "$(link_of bo)" | grep -o 'Acknowledged by [a-z]*'

say "6. The process is killed: kill -9."
kill -9 "$server"
wait "$server" 2>/dev/null || true
serve
echo "It is back. The ticket, as it stands:"
"$muster" ticket show "$ticket" --output table

say "7. It is put right and resolved."
"$muster" ticket start "$ticket" --by bo >/dev/null
"$muster" ticket resolve "$ticket" "Rolled back the release" --code fixed --by bo >/dev/null
"$muster" ticket timeline "$ticket" --output table

say "8. Why did it go so?"
"$muster" ticket explain "$ticket" --output table
say "9. An outage, told in words: it is declared, its team is asked, its bridge is open."
"$muster" ask "P1 incident: Production application server down. All users affected. Start major incident response." \
  --output table
major=$("$muster" major list --output json | grep -o 'INC-[0-9]*-[0-9]*' | head -1)
within 20 asked maria "$major"

say "10. They take their roles, and somebody kills the process again."
room() { local verb=$1; shift; "$muster" major "$verb" "$major" "$@" >/dev/null; }
room accept-role --role commander --by maria
room accept-role --role technical-lead --by ana
room accept-role --role communications-lead --by bo
kill -9 "$server"
wait "$server" 2>/dev/null || true
serve
"$muster" major show "$major" --output table

say "11. The cause is found and told; everybody reads it on the public page, with the time of the next update."
room note "The application server's process crashed: out of memory" --by ana
room task --task 0 --state done --by ana
room post "Root cause identified: a memory leak. We are restarting the service." --phase identified --by bo
"$muster" status show --output table
curl -fsS "$MUSTER_URL/status/api/v2/summary.json" | grep -o '"body":"[^"]*"' | head -2

say "12. Users can work again; it is stood down, and the report is there."
room impact --summary "The application server ran out of memory" --affected-users 1000 --affected-share 100% \
  --cause "A memory leak in release 2.4.0" --by maria
room milestone --milestone mitigated --by ana
room restore --confirmed-by "probe shop-login" --by maria
room why "The process ran out of memory" --by ana
room lesson "People were asked within a second" --kind well --by maria
room action "Watch the memory of every server" --to ana --by maria
"$muster" ticket start "$major" --by ana >/dev/null
"$muster" ticket resolve "$major" "Restarted with more memory" --code fixed --by ana >/dev/null
room stand-down --by maria
"$muster" report "$major" 
"$muster" report "$major" --format html --out "$folder/report.html"
echo "$(wc -c <"$folder/report.html") bytes as a page"

say "The store is sound:"
kill "$server"
wait "$server" 2>/dev/null || true
server=''
"$muster" verify --data "$folder/data"
