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

# Waits until no other call builds, then keeps others out until unlock_build or the end of this shell.
lock_build() {
    local owner waiting=
    build_lock=$root/.build-lock
    until mkdir "$build_lock" 2>/dev/null; do
        [ -w "$root" ] || die "cannot write to $root"
        owner=$(cat "$build_lock/pid" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            # Its owner was killed. Whoever can rename it may delete it.
            mv "$build_lock" "$build_lock.$$" 2>/dev/null && rm -rf "$build_lock.$$"
            continue
        fi
        [ -n "$waiting" ] || say "Waiting for another build of Verdict (if there is none, delete $build_lock) ..."
        waiting=yes
        sleep 1
    done
    trap unlock_build EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    echo $$ >"$build_lock/pid"
}

unlock_build() {
    rm -rf "$build_lock"
    trap - EXIT INT TERM
}
