package dev.verdict.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as the image runs it. Its start returns when it is ready. */
final class VerdictContainer extends GenericContainer<VerdictContainer> {
    private static final String IMAGE = System.getProperty("verdict.image", "verdict:0.1.0-SNAPSHOT");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PORT = 8080;
    private static final int STOP_SECONDS = 20;
    private static final Pattern SCORED = Pattern.compile("(?m)^verdict_reviews_scored_total (\\S+)$");

    VerdictContainer(Network network, Map<String, String> environment) {
        super(IMAGE);
        withImagePullPolicy(_ -> false);
        withNetwork(network);
        withEnv(environment);
        withExposedPorts(PORT);
        waitingFor(Wait.forHttp("/q/health/ready").forPort(PORT).withStartupTimeout(PATIENCE));
    }

    /** @throws AssertionError if there is no Docker engine or no image; the sentence says what to do */
    static void requireImage() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new AssertionError("these tests need Docker, and no Docker engine answers");
        }
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException e) {
            throw new AssertionError("there is no image " + IMAGE + ": scripts/test --containers builds it", e);
        }
    }

    /** Reviews that it has scored. */
    int scored() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url("/q/metrics")).build();
        Matcher scored = SCORED.matcher(send(request).body());
        return scored.find() ? (int) Double.parseDouble(scored.group(1)) : 0;
    }

    /** @return the status of the answer */
    int postReview(String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url("/api/reviews"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build())
                .statusCode();
    }

    private URI url(String path) {
        return URI.create("http://" + getHost() + ":" + getMappedPort(PORT) + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** In its network. */
    String address() {
        return getCurrentContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
    }

    /** Takes it off the network, with all connections as they are. */
    void cutOff() {
        dockerClient
                .disconnectFromNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(getNetwork().getId())
                .exec();
    }

    void reconnect() {
        dockerClient
                .connectToNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(getNetwork().getId())
                .exec();
    }

    /** Stops it as Docker does, with SIGTERM. */
    void stopInOrder() {
        dockerClient
                .stopContainerCmd(getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
    }
}
