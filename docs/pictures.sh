#!/usr/bin/env bash
# Takes the pictures of the README anew, from the demonstration as it runs: docs/pictures/*.png. Needs a Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p docs/pictures
dotnet build test/Browser.Tests --configuration Release >/dev/null
MUSTER_PICTURES=$PWD/docs/pictures dotnet .build/artifacts/bin/Browser.Tests/release/Muster.Browser.Tests.dll \
  -class Muster.Browser.Tests.DemoPictureTests
