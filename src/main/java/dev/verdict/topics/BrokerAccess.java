package dev.verdict.topics;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Refuses to start where the brokers refuse us, or we them: a wrong password, another certificate authority, another host
 * name. Each of the clients would try again and again, with a stack trace each time. Brokers that do not answer are no
 * reason; {@link TopicProvisioner} waits for them.
 */
@ApplicationScoped
class BrokerAccess {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final String PLAINTEXT = "PLAINTEXT";

    private final Map<String, Object> kafka;

    BrokerAccess(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Before the other clients are made, and after {@link BootstrapServers} has looked at the addresses. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event)
            throws InterruptedException {
        if (!PLAINTEXT.equals(kafka.getOrDefault(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, PLAINTEXT))) {
            check(kafka);
        }
    }

    /** @throws IllegalStateException if the connection is refused by either side, or cannot be tried with these settings */
    static void check(Map<String, Object> kafka) throws InterruptedException {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(AdminClientConfig.configNames());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().clusterId().get();
        } catch (KafkaException e) {
            throw new IllegalStateException("the Kafka client cannot be set up: " + rootMessage(e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SslAuthenticationException) {
                throw new IllegalStateException("the TLS connection to Kafka fails: " + rootMessage(e));
            }
            if (e.getCause() instanceof AuthenticationException) {
                throw new IllegalStateException("Kafka does not let us in: " + rootMessage(e));
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        if (cause instanceof NoSuchFileException) {
            return cause.getMessage() + " does not exist";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
