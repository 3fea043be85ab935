#!/usr/bin/env bash
# Builds the native binary and sends a mail through it, wherever native-image is found (PATH or GRAALVM_HOME).
#   scripts/native-smoke.sh            build (some ten minutes, 9 GB), then try
#   scripts/native-smoke.sh --no-build try the binary that target/ holds
# Servers: embedded ones, or those that DB_HOST, RABBITMQ_HOST and REDIS_HOST name.
set -euo pipefail
cd "$(dirname "$0")/.."

BUILD_ARGS=${NATIVE_BUILD_ARGS:--Ob,-march=compatibility}
LOG=target/native-smoke.log
rm -f "$LOG"

say() { printf '== %s\n' "$*"; }
fail() { [ -f "$LOG" ] && tail -40 "$LOG" >&2; printf 'native-smoke: %s\n' "$*" >&2; exit 1; }

find_builder() {
  [ -n "${GRAALVM_HOME:-}" ] && [ -x "$GRAALVM_HOME/bin/native-image" ] && return 0
  command -v native-image >/dev/null || fail "no native-image on PATH or in GRAALVM_HOME; install GraalVM or Mandrel."
  GRAALVM_HOME=$(dirname "$(dirname "$(readlink -f "$(command -v native-image)")")")
  export GRAALVM_HOME
}

build() {
  find_builder
  say "building with $GRAALVM_HOME/bin/native-image"
  ./mvnw -B -q package -DskipTests -Dspotless.check.skip \
    -Dquarkus.native.enabled=true -Dquarkus.package.jar.enabled=false \
    -Dquarkus.native.additional-build-args="$BUILD_ARGS" -Dquarkus.native.native-image-xmx="${NATIVE_XMX:-9g}"
}

binary() { find target -maxdepth 1 -name '*-runner' -type f -perm -u+x | head -1; }

[ "${1:-}" = --no-build ] || build
BINARY=$(binary)
[ -n "$BINARY" ] || fail "target/ holds no native binary (*-runner); run without --no-build."

say "sending a mail through $BINARY"
./mvnw -B -q -Plocal test-compile exec:exec@local-run -Dlocal.binary="$BINARY" -Dlocal.smoke=true >"$LOG" 2>&1 \
  || fail "no mail went through the binary; $LOG ends with the lines above."

grep -E 'started in|^Ready after|^SMOKE ' "$LOG"
say "binary: $(du -m "$BINARY" | cut -f1) MB"
