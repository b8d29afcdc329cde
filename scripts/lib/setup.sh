# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts beside this folder share: it makes a machine ready to build and test, and does nothing on one that
# is. Source it from a script that has set `root` to the top of the repository.

step() { printf '==> %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Runs a command in silence; shows what it printed only when it fails.
quietly() {
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    local status=$?
    tail -n 60 "$log" >&2
    rm -f "$log"
    return "$status"
  fi
}

require_swift() {
  command -v swift >/dev/null ||
    die "swift is not on PATH: install a Swift 6.2 or newer toolchain (https://www.swift.org/install) and try again"
}

require_python() {
  command -v python3 >/dev/null || install_packages python3 python3-venv
}

# As root, else by sudo where it asks for no password, else by the person.
install_packages() {
  local install=(apt-get install --yes --no-install-recommends "$@")
  command -v apt-get >/dev/null || die "these are missing, install them with your package manager: $*"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "missing: $*; this needs root. Type: sudo ${install[*]}"
    as_root=(sudo -n)
  fi
  step "installing $*"
  # The package lists of a fresh machine are old or absent; one try without them saves the minute elsewhere.
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" 2>/dev/null && return
  quietly "${as_root[@]}" apt-get update || die "apt-get update failed; are the package sources reachable?"
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" ||
    die "could not install $*. Type: sudo ${install[*]}"
}

# Whether a header is where the C compiler looks.
has_header() {
  local folder
  for folder in /usr/include /usr/include/*-linux-gnu* /usr/local/include; do
    [ -e "$folder/$1" ] && return
  done
  return 1
}

# The C libraries that the package links. On macOS they are part of the SDK.
require_libraries() {
  [ "$(uname -s)" = Linux ] || return 0
  local missing=()
  has_header curl/curl.h || missing+=(libcurl4-openssl-dev)
  has_header zlib.h || missing+=(zlib1g-dev)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

# Makes .venv from the pinned requirements; again only when they or the interpreter changed.
require_venv() {
  require_python
  local requirements=$root/Tests/EndToEnd/requirements.txt venv=$root/.venv
  local stamp=$venv/made-from wanted
  wanted=$(python3 - "$requirements" <<'PYTHON'
import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest(), sys.version.split()[0])
PYTHON
  )
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    step "installing the Python clients into .venv"
    rm -rf "$venv"
    quietly python3 -m venv "$venv" || die "python3 -m venv failed"
    quietly "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" ||
      die "pip could not install $requirements"
    printf '%s\n' "$wanted" >"$stamp"
  fi
  export PATH="$venv/bin:$PATH"
}

# Adds to .venv what the tests check reports with: schemas, parsers, and a browser that needs no screen.
require_checkers() {
  require_venv
  local requirements=$root/Tests/EndToEnd/requirements-checkers.txt stamp=$root/.venv/checkers-made-from browser
  if ! cmp -s "$requirements" "$stamp"; then
    step "installing what checks reports into .venv"
    quietly python -m pip install --quiet --disable-pip-version-check --requirement "$requirements" ||
      die "pip could not install $requirements"
    cp "$requirements" "$stamp"
  fi
  for browser in chromium-headless-shell chromium google-chrome; do
    ! command -v "$browser" >/dev/null || return 0
  done
  ! compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium*" >/dev/null || return 0
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    install_packages chromium-headless-shell
  else
    step "installing a browser"
    quietly python -m playwright install --with-deps --only-shell chromium || die "playwright could not install Chromium"
  fi
}

# Installs a server that answers for many AWS services into .venv, which is there.
require_moto() {
  local requirements=$root/scripts/lib/fidelity/requirements.txt stamp=$root/.venv/fidelity-made-from
  cmp -s "$requirements" "$stamp" && return
  step "installing moto into .venv"
  quietly "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$root/Tests/EndToEnd/requirements.txt" --requirement "$requirements" ||
    die "pip could not install $requirements"
  cp "$requirements" "$stamp"
}

# Builds the release binary and puts its path into TAPEDECK. Quick where nothing changed.
build_release() {
  require_swift
  require_libraries
  local build=(swift build --package-path "$root" --configuration release --product tapedeck)
  # The standard library inside the binary: it starts sooner, and runs where no toolchain is.
  [ "$(uname -s)" = Linux ] && build+=(--static-swift-stdlib)
  TAPEDECK=$root/.build/release/tapedeck
  export TAPEDECK
  [ -x "$TAPEDECK" ] || step "building tapedeck (some minutes the first time)"
  quietly "${build[@]}" || die "the release build failed"
}
