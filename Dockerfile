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
ARG TARGETARCH=amd64
RUN cd /opt/verdict/lib/main \
 && zip -qd com.github.luben.zstd-jni-*.jar 'aix/*' 'darwin/*' 'freebsd/*' 'win/*' 'linux/*' -x "linux/$TARGETARCH/*" 'linux/aarch64/*'

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /var/cache/verdict verdict \
 && install -d -o verdict -g verdict /var/cache/verdict
COPY --from=runtime /opt/runtime /opt/java
COPY --from=runtime /opt/verdict /opt/verdict
COPY deploy/image/ /usr/local/bin/
ENV JAVA_HOME=/opt/java LANG=C.UTF-8 PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    XDG_CACHE_HOME=/var/cache
USER verdict
WORKDIR /var/cache/verdict
# The only folder that is written to, besides /tmp: native libraries, the IMDB archive, the state of Kafka Streams.
VOLUME /var/cache/verdict
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 CMD ["healthy"]
ENTRYPOINT ["verdict"]
CMD ["serve"]
