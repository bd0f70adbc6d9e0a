# The service as an image: docker build -t verdict . (docs/containers.md)

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
    ./mvnw --batch-mode --no-transfer-progress --quiet package -Dmaven.test.skip=true -Dspotless.skip=true

# The built program. --build-context program=target/quarkus-app puts one in its place that was built outside.
FROM scratch AS program
COPY --from=build /src/target/quarkus-app /

# A Java runtime of the modules that are needed; the JRE images lack the Vector API. And the program without the native
# libraries of other machines.
FROM eclipse-temurin:25-jdk AS runtime
RUN apt-get update && apt-get install -y --no-install-recommends zip && rm -rf /var/lib/apt/lists/*
RUN jlink --output /opt/runtime --compress zip-9 --strip-java-debug-attributes --no-header-files --no-man-pages \
    --add-modules java.se,jdk.incubator.vector,jdk.unsupported,jdk.zipfs,jdk.net,jdk.jfr,jdk.jcmd,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.security.auth,jdk.security.jgss
COPY --from=program / /opt/verdict/
RUN cd /opt/verdict/lib/main \
 && case $(dpkg --print-architecture) in arm64) here=aarch64 ;; *) here=$(dpkg --print-architecture) ;; esac \
 && zip -qd com.github.luben.zstd-jni-*.jar 'aix/*' 'darwin/*' 'freebsd/*' 'win/*' 'linux/*' -x "linux/$here/*"

# What a Java runtime with native libraries and the scripts need of Debian, as the packages' own files and without a package
# manager. Scanners find the packages in /var/lib/dpkg/status.d.
FROM debian:bookworm-slim AS system
RUN apt-get update && apt-get install -y --no-install-recommends busybox libstdc++6 zlib1g
RUN groupadd --gid 10001 verdict \
 && useradd --uid 10001 --gid verdict --no-create-home --home-dir /var/cache/verdict verdict
WORKDIR /system
RUN mkdir -p usr/bin usr/lib usr/lib64 usr/sbin var/lib/dpkg/status.d etc \
 && for folder in bin lib lib64 sbin; do ln -s usr/$folder $folder; done \
 && for package in base-files bash busybox libc6 libgcc-s1 libstdc++6 libtinfo6 zlib1g; do \
        dpkg --status $package >var/lib/dpkg/status.d/$package \
     && dpkg --listfiles $package \
            | grep -v -e /gconv/ -e '/usr/share/\(lintian\|man\|menu\)/' -e '/usr/share/doc/.*/[^c][^/]*$' \
            | while read -r file; do [ ! -e "$file" ] || echo "$file"; done >/files \
     && tar --create --directory / --no-recursion --files-from /files | tar --extract --keep-directory-symlink || exit 1; \
    done \
 && cp /etc/passwd /etc/group etc/ \
 && chroot . /bin/busybox --install -s \
 && install -d -o verdict -g verdict var/cache/verdict

FROM scratch
COPY --from=system /system /
COPY --from=runtime /opt/runtime /opt/java
COPY --from=runtime /opt/verdict /opt/verdict
COPY deploy/program/verdict /opt/verdict/
COPY deploy/image/ /usr/local/bin/
ENV JAVA_HOME=/opt/java LANG=C.UTF-8 PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    XDG_CACHE_HOME=/var/cache
# By number, so that Kubernetes sees that it is not root.
USER 10001:10001
WORKDIR /var/cache/verdict
# The only folder that is written to: native libraries, the IMDB archive, the state of Kafka Streams.
VOLUME /var/cache/verdict
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 CMD ["healthy"]
ENTRYPOINT ["verdict"]
CMD ["serve"]
