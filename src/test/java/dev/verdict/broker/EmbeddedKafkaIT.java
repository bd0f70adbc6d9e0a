package dev.verdict.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

@Timeout(180)
class EmbeddedKafkaIT {
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    @TempDir
    private Path parentFolder;

    @Test
    void shouldCarryARecordOfAModelsSizeWhenClientsUseIt() throws Exception {
        try (var kafka = start()) {
            // Given
            createTopic(kafka, "models");
            var model = new byte[32 * 1024 * 1024];
            new Random(1).nextBytes(model);

            // When
            produce(kafka, "models", model);

            // Then
            assertThat(consume(kafka, "models")).isEqualTo(model);
        }
    }

    @Test
    void shouldBeReachableFromThisMachineOnlyWhenStarted() throws Exception {
        try (var kafka = start()) {
            // Given
            int port = Integer.parseInt(kafka.bootstrapServers().replace("127.0.0.1:", ""));

            // When
            List<InetAddress> others = otherAddressesOfThisMachine();

            // Then
            assertThat(others)
                    .allSatisfy(address ->
                            assertThatThrownBy(() -> connect(address, port)).isInstanceOf(ConnectException.class));
        }
    }

    @Test
    void shouldLeaveNothingWhenClosedAndClosedAgain() {
        // Given
        EmbeddedKafka kafka = start();
        Path folder = kafka.stateFolder();
        assertThat(folder).isDirectory();

        // When
        kafka.close();
        boolean wasGone = !kafka.isAlive() && Files.notExists(folder);
        kafka.close();

        // Then
        assertThat(wasGone).isTrue();
        assertThat(parentFolder).isEmptyDirectory();
    }

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"KILL", "TERM", "INT"})
    void shouldLeaveNothingWhenItsOwnerGetsASignal(String signal) throws Exception {
        // Given
        try (var owner = Owner.start(parentFolder)) {

            // When
            signal(signal, owner.process.pid());

            // Then
            await().atMost(A_WHILE).untilAsserted(() -> {
                assertThat(owner.broker.isAlive()).isFalse();
                assertThat(parentFolder).isEmptyDirectory();
            });
        }
    }

    @Test
    void shouldServeItsOwnersOrderlyStopWhenTheTerminalInterruptsBoth() throws Exception {
        // Given
        try (var owner = Owner.start(parentFolder)) {

            // When
            signal("INT", owner.process.pid(), owner.broker.pid());

            // Then
            assertThat(owner.output.lines()).contains(BrokerOwner.STOPPED_IN_ORDER);
            assertThat(owner.broker.isAlive()).isFalse();
            assertThat(parentFolder).isEmptyDirectory();
        }
    }

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"TERM", "INT"})
    void shouldServeUntilClosedWhenItGetsASignalItself(String signal) throws Exception {
        // Given
        try (var kafka = start()) {

            // When
            signal(signal, kafka.pid());

            // Then
            // An orderly stop takes a second or two, so a broker that obeyed would be gone by then.
            await().during(Duration.ofSeconds(3))
                    .atMost(A_WHILE)
                    .untilAsserted(() -> assertThat(kafka.isAlive()).isTrue());
            createTopic(kafka, "after-the-signal");
        }
        assertThat(parentFolder).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingWhenClosedAfterItWasKilled() throws Exception {
        // Given
        EmbeddedKafka kafka = start();
        kill(kafka);
        assertThat(kafka.stateFolder()).isDirectory();

        // When
        kafka.close();

        // Then
        assertThat(parentFolder).isEmptyDirectory();
    }

    @Test
    void shouldDeleteOnlyFoldersOfDeadBrokersWhenStarted() throws Exception {
        try (var living = start();
                var dead = start()) {
            // Given
            Path foreign = Files.createDirectory(parentFolder.resolve(StateFolder.PREFIX + "notes"));
            kill(dead);

            // When
            try (var next = start()) {

                // Then
                assertThat(parentFolder)
                        .isDirectoryContaining(living.stateFolder()::equals)
                        .isDirectoryContaining(next.stateFolder()::equals)
                        .isDirectoryContaining(foreign::equals)
                        .isDirectoryNotContaining(dead.stateFolder()::equals);
                createTopic(living, "still-served");
            }
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        // Refused when the settings are read, when the controller starts, and when the broker starts.
        "num.io.threads, many, Invalid value many for configuration num.io.threads",
        "authorizer.class.name, no.such.Authorizer, ClassNotFoundException: no.such.Authorizer",
        "log.cleaner.dedupe.buffer.size, 1, log.cleaner.dedupe.buffer.size must be at least"
    })
    void shouldSayWhyAndLeaveNothingWhenItCannotStart(String name, String value, String reason) {
        // Given
        var options = new EmbeddedKafkaOptions(256, parentFolder, Map.of(name, value));
        Set<ProcessHandle> before = children();

        // When
        assertThatThrownBy(() -> EmbeddedKafka.start(options))

                // Then
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageStartingWith("The embedded Kafka broker did not start.")
                .hasMessageContaining(reason);
        assertThat(parentFolder).isEmptyDirectory();
        assertThat(children()).isSubsetOf(before);
    }

    /** Of this JVM, brokers of other tests among them. */
    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
    }

    /** A JVM that owns a broker. */
    private record Owner(Process process, BufferedReader output, ProcessHandle broker) implements AutoCloseable {
        static Owner start(Path parentFolder) throws IOException {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java,
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerOwner.class.getName(),
                            parentFolder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader();
            String owns = output.lines()
                    .filter(line -> line.startsWith(BrokerOwner.OWNS))
                    .findFirst()
                    .orElseThrow();
            long broker = Long.parseLong(owns.split(" ")[1]);
            return new Owner(process, output, ProcessHandle.of(broker).orElseThrow());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private EmbeddedKafka start() {
        return EmbeddedKafka.start(new EmbeddedKafkaOptions(256, parentFolder, Map.of()));
    }

    private static void kill(EmbeddedKafka kafka) throws Exception {
        ProcessHandle broker = ProcessHandle.of(kafka.pid()).orElseThrow();
        broker.destroyForcibly();
        broker.onExit().get();
    }

    private static void signal(String signal, long... pids) throws Exception {
        var command = new ArrayList<>(List.of("kill", "-" + signal));
        Arrays.stream(pids).mapToObj(String::valueOf).forEach(command::add);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String topic, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "max.request.size", 2 * value.length,
                "buffer.memory", 2 * value.length);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static byte[] consume(EmbeddedKafka kafka, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "readers",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            return await().atMost(A_WHILE)
                    .until(() -> consumer.poll(Duration.ofMillis(500)), records -> !records.isEmpty())
                    .iterator()
                    .next()
                    .value();
        }
    }

    private static List<InetAddress> otherAddressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
        }
    }
}
