package dev.verdict.deployment;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of {@code deploy/kubernetes}, as Kubernetes and the operators would read them. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("deploy/kubernetes");
    private static final Pattern MEGABYTES = Pattern.compile("(?:-Xmx|Size=|maxBytes=)(\\d+)m\\b");
    /** Stacks, the collector's and the JVM's own structures. */
    private static final long OTHER_MEGABYTES = 128;
    /** All time, and windows of a minute, an hour and a day (docs/rollups.md). */
    private static final long ENTRIES_OF_A_SUBJECT = 1 + 120 + 48 + 30;

    private static final long BYTES_OF_AN_ENTRY = 150;

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            entry("v1/ConfigMap", ConfigMap.class),
            entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            entry("v1/Secret", Secret.class),
            entry("v1/Service", Service.class),
            entry("v1/ServiceAccount", ServiceAccount.class),
            entry("apps/v1/Deployment", Deployment.class),
            entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            entry("kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class),
            entry("kafka.strimzi.io/v1/KafkaUser", KafkaUser.class));

    /** The topics in which order matters. */
    private static final Set<String> ORDERED = Set.of(
            "verdict.models",
            "verdict.activations",
            "verdict.instances",
            "verdict.training.requests",
            "verdict.training.events",
            "verdict.audit",
            "reviews.dead.replayed");

    /** Kinds that no model is to be had for: their fields as their operators document them. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "keda.sh/v1alpha1/ScaledObject",
                    Set.of(
                            "spec.scaleTargetRef.name",
                            "spec.pollingInterval",
                            "spec.cooldownPeriod",
                            "spec.minReplicaCount",
                            "spec.maxReplicaCount",
                            "spec.advanced.horizontalPodAutoscalerConfig.behavior.*",
                            "spec.triggers[].type",
                            "spec.triggers[].metadata.*",
                            "spec.triggers[].authenticationRef.name"),
            "keda.sh/v1alpha1/TriggerAuthentication",
                    Set.of(
                            "spec.secretTargetRef[].parameter",
                            "spec.secretTargetRef[].name",
                            "spec.secretTargetRef[].key"));

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldHoldNothingThatKubernetesDoesNotKnow(String folder) throws IOException {
        for (ObjectNode object : Kustomization.render(FOLDER.resolve(folder))) {
            String kind =
                    object.get("apiVersion").asText() + "/" + object.get("kind").asText();
            if (TYPES.containsKey(kind)) {
                // Unknown fields survive the way there and back, but end up among the additional properties.
                Object typed = new ObjectMapper().convertValue(object, TYPES.get(kind));
                assertThat(UnknownFields.in(typed)).as("%s in %s", kind, folder).isEmpty();
            } else {
                assertThat(FIELDS).containsKey(kind);
                assertThat(leaves("spec", object.get("spec")))
                        .as("%s in %s", kind, folder)
                        .allMatch(leaf -> FIELDS.get(kind).stream().anyMatch(field -> matches(leaf, field)));
            }
        }
    }

    @Test
    void shouldNoticeWhenAFieldIsMisspelt() throws IOException {
        ObjectNode deployment = ofKind(Kustomization.render(FOLDER.resolve("base")), "Deployment")
                .getFirst();
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("livenesProbe", "x");

        assertThat(UnknownFields.in(new ObjectMapper().convertValue(deployment, Deployment.class)))
                .containsExactly("Container.livenesProbe");
    }

    @Test
    void shouldNoticeWhenARightIsMisspelt() throws IOException {
        ObjectNode user = ofKind(Kustomization.render(FOLDER.resolve("base")), "KafkaUser")
                .getFirst();
        ((ObjectNode) user.at("/spec/authorization/acls/0/resource")).put("patternTyp", "prefix");

        assertThat(UnknownFields.in(new ObjectMapper().convertValue(user, KafkaUser.class)))
                .containsExactly("AclRuleTopicResource.patternTyp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldReferToNothingThatIsMissing(String folder) throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve(folder));
        Set<String> users = names(objects, "KafkaUser");
        // Strimzi makes a secret for each of its users, and one for its authority.
        assertThat(users).contains("verdict-scorer", "verdict-trainer", "verdict-keda");
        for (ObjectNode deployment : ofKind(objects, "Deployment")) {
            for (JsonNode secret : deployment.findValues("secretKeyRef")) {
                assertThat(secret.path("optional").asBoolean()
                                || users.contains(secret.get("name").asText()))
                        .as(secret.toString())
                        .isTrue();
            }
            for (JsonNode config : deployment.findValues("configMapRef")) {
                assertThat(names(objects, "ConfigMap"))
                        .contains(config.get("name").asText());
            }
            for (JsonNode claim : deployment.findValues("persistentVolumeClaim")) {
                assertThat(names(objects, "PersistentVolumeClaim"))
                        .contains(claim.get("claimName").asText());
            }
            assertThat(names(objects, "ServiceAccount"))
                    .contains(deployment
                            .at("/spec/template/spec/serviceAccountName")
                            .asText());
        }
        for (ObjectNode scaled : ofKind(objects, "ScaledObject")) {
            assertThat(names(objects, "Deployment"))
                    .contains(scaled.at("/spec/scaleTargetRef/name").asText());
            assertThat(names(objects, "TriggerAuthentication"))
                    .contains(
                            scaled.at("/spec/triggers/0/authenticationRef/name").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldScaleToNoMoreThreadsThanPartitions(String folder) throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve(folder));
        JsonNode scaled = ofKind(objects, "ScaledObject").getFirst().get("spec");
        int threads = Integer.parseInt(variable(container(objects, "verdict-scorer"), "VERDICT_THREADS"));

        assertThat(scaled.get("maxReplicaCount").asInt() * threads).isLessThanOrEqualTo(partitions(objects, "reviews"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldLeaveTheNumberOfScorersToKeda(String folder) throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve(folder));

        // The number in a Deployment would undo what KEDA did whenever it is applied.
        assertThat(ofKind(objects, "Deployment").stream()
                        .filter(deployment ->
                                deployment.at("/metadata/name").asText().equals("verdict-scorer")))
                .singleElement()
                .satisfies(scorer ->
                        assertThat(scorer.at("/spec/replicas").isMissingNode()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldGiveTheJvmNoMoreMemoryThanTheContainerHas(String folder) throws IOException {
        for (ObjectNode deployment : ofKind(Kustomization.render(FOLDER.resolve(folder)), "Deployment")) {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            long limit = Quantity.getAmountInBytes(Quantity.parse(
                                    container.at("/resources/limits/memory").asText()))
                            .longValueExact()
                    >> 20;
            Matcher sizes = MEGABYTES.matcher(variable(container, "VERDICT_JAVA_OPTS"));
            long jvm = sizes.results()
                    .mapToLong(size -> Long.parseLong(size.group(1)))
                    .sum();

            assertThat(jvm).as(deployment.at("/metadata/name").asText()).isPositive();
            assertThat(jvm + OTHER_MEGABYTES).isLessThanOrEqualTo(limit);
            assertThat(container.at("/resources/requests/memory")).isEqualTo(container.at("/resources/limits/memory"));
        }
    }

    /** One pod may have the subjects of all partitions, its own and the copies of another's. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldCountNoMoreSubjectsThanHalfTheHeapHolds(String folder) throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve(folder));
        long subjects = ofKind(objects, "ConfigMap")
                .getFirst()
                .at("/data/VERDICT_ROLLUP_SUBJECTS")
                .asLong();
        Matcher heap = Pattern.compile("-Xmx(\\d+)m")
                .matcher(variable(container(objects, "verdict-scorer"), "VERDICT_JAVA_OPTS"));

        assertThat(heap.find()).isTrue();
        assertThat(subjects).isPositive();
        assertThat(subjects * ENTRIES_OF_A_SUBJECT * BYTES_OF_AN_ENTRY * partitions(objects, "sentiments"))
                .isLessThanOrEqualTo((Long.parseLong(heap.group(1)) << 20) / 2);
    }

    private static int partitions(List<ObjectNode> objects, String name) {
        return ofKind(objects, "KafkaTopic").stream()
                .filter(topic -> topic.at("/metadata/name").asText().equals(name))
                .mapToInt(topic -> topic.at("/spec/partitions").asInt())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldKeepOnePartitionWhereOrderMatters(String folder) throws IOException {
        List<ObjectNode> topics = ofKind(Kustomization.render(FOLDER.resolve(folder)), "KafkaTopic");

        assertThat(topics.stream()
                        .filter(topic -> topic.at("/spec/partitions").asInt() == 1)
                        .map(topic -> topic.at("/metadata/name").asText()))
                .containsExactlyInAnyOrderElementsOf(ORDERED);
    }

    @Test
    void shouldPlayEveryRoleOnce() throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve("base"));

        assertThat(Stream.of("verdict-scorer", "verdict-trainer")
                        .map(name -> variable(container(objects, name), "VERDICT_ROLES"))
                        .flatMap(roles -> Stream.of(roles.split(","))))
                .containsExactlyInAnyOrder("scorer", "api", "trainer");
    }

    @Test
    void shouldGiveRightsToTopicsThatAreThere() throws IOException {
        List<ObjectNode> objects = Kustomization.render(FOLDER.resolve("base"));

        assertThat(ofKind(objects, "KafkaUser").stream()
                        .flatMap(user -> user.findValues("resource").stream())
                        .filter(resource -> resource.get("type").asText().equals("topic"))
                        .filter(resource -> !resource.has("patternType"))
                        .map(resource -> resource.get("name").asText()))
                .isSubsetOf(names(objects, "KafkaTopic"));
    }

    @Test
    void shouldAlertAsPrometheusDoesElsewhere() throws IOException {
        JsonNode rule = ofKind(Kustomization.render(FOLDER.resolve("base")), "PrometheusRule")
                .getFirst();

        assertThat(rule.at("/spec/groups"))
                .isEqualTo(Kustomization.read(Path.of("deploy/monitoring/alerts.yml"))
                        .getFirst()
                        .get("groups"));
    }

    private static List<ObjectNode> ofKind(List<ObjectNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.get("kind").asText().equals(kind))
                .toList();
    }

    private static Set<String> names(List<ObjectNode> objects, String kind) {
        return Set.copyOf(ofKind(objects, kind).stream()
                .map(object -> object.at("/metadata/name").asText())
                .toList());
    }

    private static JsonNode container(List<ObjectNode> objects, String deployment) {
        return ofKind(objects, "Deployment").stream()
                .filter(object -> object.at("/metadata/name").asText().equals(deployment))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/containers/0");
    }

    private static String variable(JsonNode container, String name) {
        return StreamSupport.stream(container.get("env").spliterator(), false)
                .filter(variable -> variable.get("name").asText().equals(name))
                .map(variable -> variable.get("value").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> leaves(String path, JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream().flatMap(field -> leaves(path + "." + field.getKey(), field.getValue()));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).flatMap(item -> leaves(path + "[]", item));
        }
        return Stream.of(path);
    }

    private static boolean matches(String leaf, String field) {
        return field.endsWith(".*") ? leaf.startsWith(field.substring(0, field.length() - 1)) : leaf.equals(field);
    }
}
