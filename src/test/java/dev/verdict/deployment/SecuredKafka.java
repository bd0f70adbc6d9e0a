package dev.verdict.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.broker.EmbeddedKafkaOptions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A broker with Kafka's authorizer that has the topics and the users of {@code deploy/kubernetes}, as Strimzi would make them. */
final class SecuredKafka implements AutoCloseable {
    /** May do everything. */
    static final String ADMIN = "admin";

    private static final String PASSWORD = "only-for-these-tests";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final EmbeddedKafka broker;

    private SecuredKafka(EmbeddedKafka broker) {
        this.broker = broker;
    }

    /** @param objects among them the topics and users */
    static SecuredKafka start(Path folder, List<ObjectNode> objects) throws Exception {
        List<ObjectNode> users = ofKind(objects, "KafkaUser");
        String names = Stream.concat(Stream.of(ADMIN), users.stream().map(SecuredKafka::name))
                .map(name -> "name=%s,password=%s".formatted(name, PASSWORD))
                .collect(Collectors.joining(";"));
        var kafka = new SecuredKafka(EmbeddedKafka.start(new EmbeddedKafkaOptions(
                256,
                folder,
                Map.of(
                        EmbeddedKafkaOptions.CLIENT_PROTOCOL,
                        "SASL_PLAINTEXT",
                        EmbeddedKafkaOptions.SCRAM_USERS,
                        names,
                        "sasl.enabled.mechanisms",
                        "SCRAM-SHA-512",
                        "listener.name.broker.scram-sha-512.sasl.jaas.config",
                        SCRAM + ";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        // The broker talks to itself without a name.
                        "super.users",
                        "User:ANONYMOUS;User:" + ADMIN))));
        try (Admin admin = Admin.create(kafka.client(ADMIN))) {
            admin.createTopics(ofKind(objects, "KafkaTopic").stream()
                            .map(SecuredKafka::topic)
                            .toList())
                    .all()
                    .get();
            admin.createAcls(users.stream().flatMap(SecuredKafka::rights).toList())
                    .all()
                    .get();
        }
        return kafka;
    }

    /** Settings of a client of that user. */
    Map<String, Object> client(String user) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                SCRAM + " username=\"%s\" password=\"%s\";".formatted(user, PASSWORD)));
    }

    /** The same as environment variables of the program. */
    Map<String, String> environment(String user) {
        return client(user).entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_" + setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        setting -> setting.getValue().toString()));
    }

    private static NewTopic topic(ObjectNode topic) {
        JsonNode spec = topic.get("spec");
        return new NewTopic(name(topic), spec.get("partitions").asInt(), (short)
                        spec.get("replicas").asInt())
                .configs(spec.get("config").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, setting -> setting.getValue().asText())));
    }

    private static Stream<AclBinding> rights(ObjectNode user) {
        var bindings = new ArrayList<AclBinding>();
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
            JsonNode resource = acl.get("resource");
            var pattern = new ResourcePattern(
                    ResourceType.valueOf(constant(resource.get("type").asText())),
                    resource.get("name").asText(),
                    resource.has("patternType") ? PatternType.PREFIXED : PatternType.LITERAL);
            StreamSupport.stream(acl.get("operations").spliterator(), false)
                    .map(operation -> AclOperation.valueOf(constant(operation.asText())))
                    .map(operation ->
                            new AccessControlEntry("User:" + name(user), "*", operation, AclPermissionType.ALLOW))
                    .forEach(entry -> bindings.add(new AclBinding(pattern, entry)));
        }
        return bindings.stream();
    }

    /** {@code DESCRIBE_CONFIGS} of {@code DescribeConfigs}. */
    private static String constant(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private static List<ObjectNode> ofKind(List<ObjectNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.get("kind").asText().equals(kind))
                .toList();
    }

    @Override
    public void close() {
        broker.close();
    }
}
