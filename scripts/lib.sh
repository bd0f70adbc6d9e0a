# Shared by the scripts: finds a JDK and builds what is missing. Sourced, not run.
readonly MIN_JAVA=25

say() { printf '%s\n' "$*" >&2; }
die() { say "verdict: $*"; exit 1; }

java_major() { # java_major HOME: major version of the JDK there, or nothing
    [ -x "$1/bin/javac" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Sets JAVA_HOME to a JDK that is new enough: JAVA_HOME itself, the one on the PATH, or one in a usual folder.
find_jdk() {
    local candidate major on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        [ -n "$candidate" ] || continue
        major=$(java_major "$candidate")
        if [ "${major:-0}" -ge "$MIN_JAVA" ]; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    die "needs a JDK $MIN_JAVA or newer and found none: install one (for example Eclipse Temurin) and point JAVA_HOME at it"
}

maven() {
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
        "$root/mvnw" --batch-mode --no-transfer-progress -f "$root/pom.xml" "$@"
}
