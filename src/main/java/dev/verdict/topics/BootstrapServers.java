package dev.verdict.topics;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.common.utils.Utils;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Refuses to start with addresses of brokers that no Kafka client can be made with. Each of the clients would say so in a
 * stack trace of its own.
 */
@ApplicationScoped
class BootstrapServers {
    private final String servers;

    BootstrapServers(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.servers = String.valueOf(kafka.get("bootstrap.servers"));
    }

    /** Before the clients are made. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent event) {
        check(servers);
    }

    /** @throws IllegalArgumentException if one is malformed or none can be resolved */
    static void check(String servers) {
        List<String> addresses = List.of(servers.strip().split("\\s*,\\s*"));
        for (String address : addresses) {
            if (Utils.getHost(address) == null || Utils.getPort(address) == null || Utils.getPort(address) > 65_535) {
                throw new IllegalArgumentException(
                        "\"" + address + "\" in KAFKA_BOOTSTRAP_SERVERS is no address of a broker (host:port)");
            }
        }
        if (addresses.stream().allMatch(BootstrapServers::isUnknown)) {
            throw new IllegalArgumentException("no host of KAFKA_BOOTSTRAP_SERVERS can be resolved: " + servers);
        }
    }

    private static boolean isUnknown(String address) {
        return new InetSocketAddress(Utils.getHost(address), Utils.getPort(address)).isUnresolved();
    }
}
