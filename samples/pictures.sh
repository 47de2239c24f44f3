#!/usr/bin/env bash
# Draws the page of a replay and takes pictures of it into .build/pictures: at 360 and 1280 pixels, light and dark,
# a long page cut into columns that stand side by side; the dark ones with the first details opened. Needs chromium (Debian: apt-get install chromium).
#   samples/pictures.sh            the sample desk, alone and against policies/office-hours.yaml
#   samples/pictures.sh PAGE.html… pages that are there already
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/.build/pictures
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

browse() {
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --allow-file-access-from-files \
    --user-data-dir="$work/profile" --virtual-time-budget=3000 "$@" 2>"$work/chromium.log"
}

# A page that holds the page in frames of the wanted width: headless windows are not narrower than 500 pixels.
frames() { # PAGE WIDTH HEIGHT COLUMN_HEIGHT FROM_COLUMN TO_COLUMN
  local page=$1 width=$2 height=$3 tall=$4 column
  echo '<!doctype html><style>body{margin:0;display:flex;gap:12px;background:#888}div{overflow:hidden;flex:none}iframe{border:0;display:block}</style>'
  for ((column = $5; column <= $6; column++)); do
    echo "<div style='width:${width}px;height:${tall}px'><iframe src='$page' width='$width' height='$height' style='margin-top:-$((column * tall))px'></iframe></div>"
  done
}

measure() { # PAGE WIDTH: prints height and width that the page takes
  {
    echo '<!doctype html><body><script>onmessage = e => { document.title = "size " + e.data }</script>'
    echo "<iframe src='$1' width='$2' height='600' style='border:0'></iframe></body>"
  } >"$work/measure.html"
  browse --window-size=1400,900 --dump-dom "file://$work/measure.html" | sed -n 's/.*<title>size \([0-9 ]*\)<\/title>.*/\1/p'
}

picture() { # PAGE NAME WIDTH THEME COLUMNS
  local page=$work/$2-$4.html width=$3 columns=$5 size height taken tall last first sheet=0
  sed -e "s/<html lang=\"en\">/<html lang=\"en\" data-theme=\"$4\">/" \
    -e 's#</body>#<script>onload=()=>{const d=document.documentElement;parent.postMessage(d.scrollHeight+" "+d.scrollWidth,"*")}</script></body>#' \
    "$1" | awk -v theme="$4" 'theme == "dark" && opened < 5 { opened += sub(/<details>/, "<details open>") }
      theme == "dark" && told < 2 { told += sub(/<details><summary>Timeline/, "<details open><summary>Timeline") } 1' >"$page"
  size=$(measure "$page" "$width")
  read -r height taken <<<"$size"
  if [ "$taken" -gt "$width" ]; then echo "pictures: $2 takes $taken pixels where there are $width" >&2; fi
  tall=1500
  last=$(((height - 1) / tall))
  for ((first = 0; first <= last; first += columns)); do
    sheet=$((sheet + 1))
    frames "$page" "$width" "$height" "$tall" "$first" "$((first + columns - 1))" >"$work/frames.html"
    browse --window-size="$((columns * (width + 12))),$tall" --screenshot="$out/$2-$width-$4-$sheet.png" \
      "file://$work/frames.html"
  done
  echo "$out/$2-$width-$4: $sheet pictures of ${height} pixels"
}

both() { # PAGE NAME
  local theme
  for theme in light dark; do
    picture "$1" "$2" 360 $theme 5
    picture "$1" "$2" 1280 $theme 1
  done
}

if [ $# -eq 0 ]; then
  "$root/muster" replay "$root/samples/desk.jsonl" --html "$out/desk.html" --summary - >"$out/desk.json"
  "$root/muster" replay "$root/samples/desk.jsonl" --html "$out/against.html" \
    --against "$root/policies/office-hours.yaml" --summary - >"$out/against.json"
  set -- "$out/desk.html" "$out/against.html"
fi
for page in "$@"; do both "$page" "$(basename "$page" .html)"; done
