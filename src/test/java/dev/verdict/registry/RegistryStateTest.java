package dev.verdict.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BadArtifacts;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.registry.RegistryRecord.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

class RegistryStateTest {
    private static final ModelArtifact FIRST = TestModels.small(1);
    private static final ModelArtifact SECOND = TestModels.small(2);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private long nextOffset;

    private RegistryRecord model(String key, byte[] value) {
        return new RegistryRecord(Source.MODELS, "verdict.models", key, value, nextOffset++, NOON, false);
    }

    private RegistryRecord model(ModelArtifact artifact) {
        return model(artifact.version().value(), ArtifactFile.bytes(artifact));
    }

    private RegistryRecord activation(String key, String json) {
        return new RegistryRecord(
                Source.ACTIVATIONS,
                "verdict.activations",
                key,
                json == null ? null : json.getBytes(UTF_8),
                nextOffset++,
                NOON,
                false);
    }

    private RegistryRecord instance(String id, String json, Instant at) {
        return new RegistryRecord(
                Source.INSTANCES,
                "verdict.instances",
                id,
                json == null ? null : json.getBytes(UTF_8),
                nextOffset++,
                at,
                false);
    }

    private static String active(ModelArtifact artifact) {
        return "{\"version\":\"" + artifact.version() + "\"}";
    }

    @Test
    void shouldKnowModelsNewestFirstWhenTheyArePublished() {
        // When
        RegistryState state = RegistryState.EMPTY.with(model(FIRST)).with(model(SECOND));

        // Then
        assertThat(state.models())
                .extracting(PublishedModel::version)
                .containsExactlyInAnyOrder(FIRST.version(), SECOND.version())
                .isSortedAccordingTo((one, other) -> other.value().compareTo(one.value()));
        PublishedModel model = state.model(SECOND.version()).orElseThrow();
        assertThat(model.card()).isEqualTo(SECOND.card());
        assertThat(model.offset()).isEqualTo(1);
        assertThat(model.sizeBytes()).isEqualTo(ArtifactFile.bytes(SECOND).length);
        assertThat(state.refused()).isEmpty();
    }

    @Test
    void shouldNotChangeAStateWhenARecordFollowsIt() {
        // Given
        RegistryState before = RegistryState.EMPTY.with(model(FIRST));

        // When
        before.with(model(SECOND)).with(activation("active", active(SECOND)));

        // Then
        assertThat(before.models()).hasSize(1);
        assertThat(before.current()).isEmpty();
    }

    static Stream<Arguments> badArtifacts() {
        return BadArtifacts.of(SECOND).entrySet().stream()
                .map(bad -> Arguments.argumentSet(bad.getKey(), bad.getValue()));
    }

    @ParameterizedTest
    @MethodSource("badArtifacts")
    void shouldRefuseAndNameTheRecordWhenItIsNoArtifact(byte[] value) {
        // Given
        RegistryState before = RegistryState.EMPTY.with(model(FIRST)).with(activation("active", active(FIRST)));

        // When
        RegistryState state = before.with(model(SECOND.version().value(), value));

        // Then
        assertThat(state.model(SECOND.version())).isEmpty();
        assertThat(state.model(FIRST.version())).isPresent();
        assertThat(state.current()).isEqualTo(before.current());
        assertThat(state.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.key()).isEqualTo(SECOND.version().value());
            assertThat(refused.reason()).startsWith("the record is ");
        });
        assertThat(state.whyMissing(SECOND.version())).startsWith("was refused: the record is ");
    }

    @Test
    void shouldRefuseTheRecordWhenItsKeyIsNotItsVersion() {
        // When
        RegistryState state = RegistryState.EMPTY.with(model(FIRST.version().value(), ArtifactFile.bytes(SECOND)));

        // Then
        assertThat(state.models()).isEmpty();
        assertThat(state.refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reason()).contains("its key is not its version, " + SECOND.version()));
    }

    @Test
    void shouldForgetARefusalWhenASoundRecordFollows() {
        // Given
        RegistryState refused = RegistryState.EMPTY.with(model(FIRST.version().value(), new byte[5]));

        // When
        RegistryState state = refused.with(model(FIRST));

        // Then
        assertThat(state.refused()).isEmpty();
        assertThat(state.model(FIRST.version())).isPresent();
    }

    @Test
    void shouldForgetAModelWhenATombstoneFollows() {
        // When
        RegistryState state = RegistryState.EMPTY
                .with(model(FIRST))
                .with(model(FIRST.version().value(), null));

        // Then
        assertThat(state.models()).isEmpty();
        assertThat(state.whyMissing(FIRST.version())).isEqualTo("is not published");
    }

    @Test
    void shouldRememberTheLastHundredWhenMoreAreRefused() {
        // Given
        RegistryState state = RegistryState.EMPTY;

        // When
        for (int i = 0; i < 101; i++) {
            state = state.with(model("bad-" + i, new byte[1]));
        }

        // Then
        assertThat(state.refused()).hasSize(100);
        assertThat(state.refused().getFirst().key()).isEqualTo("bad-1");
    }

    @Test
    void shouldCutTheKeyWhenItIsLong() {
        // When
        RegistryState state = RegistryState.EMPTY.with(model("x".repeat(10_000), new byte[1]));

        // Then
        assertThat(state.refused().getFirst().key()).hasSizeLessThan(100);
    }

    @Test
    void shouldFollowTheLastActivationWhenThereAreSeveral() {
        // When
        RegistryState state = RegistryState.EMPTY
                .with(activation("active", active(FIRST)))
                .with(activation("active", "{\"version\":\"" + SECOND.version() + "\",\"by\":\"me\",\"new\":1}"))
                .with(activation("shadow", "{\"version\":\"" + FIRST.version() + "\",\"share\":0.1}"));

        // Then
        Activation active = state.current().orElseThrow();
        assertThat(active.version()).isEqualTo(SECOND.version());
        assertThat(active.by()).isEqualTo("me");
        assertThat(active.offset()).isEqualTo(1);
        assertThat(state.shadow().orElseThrow().version()).isEqualTo(FIRST.version());
        assertThat(state.shadow().orElseThrow().share()).isEqualTo(0.1);
    }

    @Test
    void shouldLetNothingScoreAlongsideWhenATombstoneSaysSo() {
        // When
        RegistryState state =
                RegistryState.EMPTY.with(activation("shadow", active(FIRST))).with(activation("shadow", null));

        // Then
        assertThat(state.shadow()).isEmpty();
    }

    static Stream<Arguments> badActivations() {
        return Stream.of(
                Arguments.argumentSet("no JSON", "active", "latest"),
                Arguments.argumentSet("null", "active", "null"),
                Arguments.argumentSet("no version", "active", "{}"),
                Arguments.argumentSet("an odd version", "active", "{\"version\":\"../../x\"}"),
                Arguments.argumentSet("a tombstone", "active", null),
                Arguments.argumentSet("another key", "everything", active(SECOND)),
                Arguments.argumentSet("no share", "shadow", "{\"version\":\"" + SECOND.version() + "\",\"share\":0}"),
                Arguments.argumentSet(
                        "more than all", "shadow", "{\"version\":\"" + SECOND.version() + "\",\"share\":1.01}"));
    }

    @ParameterizedTest
    @MethodSource("badActivations")
    void shouldStayWithWhatIsActiveWhenAnActivationIsBad(String key, String json) {
        // Given
        RegistryState before = RegistryState.EMPTY.with(activation("active", active(FIRST)));

        // When
        RegistryState state = before.with(activation(key, json));

        // Then
        assertThat(state.current()).isEqualTo(before.current());
        assertThat(state.shadow()).isEmpty();
        assertThat(state.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.key()).isEqualTo(key);
            assertThat(refused.topic()).isEqualTo("verdict.activations");
            assertThat(refused.reason()).isNotBlank();
        });
    }

    @ParameterizedTest(name = "announced {0} ms before the last")
    @CsvSource({"9999, true", "10000, true", "10001, false"})
    void shouldTakeAnInstanceToBeGoneWhenItIsSilent(long age, boolean there) {
        // When
        RegistryState state = RegistryState.EMPTY
                .with(instance("a", "{\"model\":\"m\",\"problem\":\"\"}", NOON.minusMillis(age)))
                .with(instance("b", "{\"model\":\"m\"}", NOON));

        // Then
        assertThat(state.instances(Duration.ofSeconds(10)))
                .extracting(Instance::id)
                .isEqualTo(there ? List.of("a", "b") : List.of("b"));
    }

    @Test
    void shouldForgetAnInstanceWhenItTakesLeave() {
        // When
        RegistryState state = RegistryState.EMPTY
                .with(instance("a", "{\"model\":\"m\"}", NOON))
                .with(instance("a", null, NOON));

        // Then
        assertThat(state.instances(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void shouldReadBackWhatAnInstanceAnnounces() {
        // Given
        var figures = new ShadowFigures("20261123T204500Z-0a1b2c3d", 10, 9, 0.5, 0.7, 1, 2);
        var announcement = new Instance.Announcement("m", "none", figures);

        // When
        RegistryState state = RegistryState.EMPTY.with(instance("a", new String(announcement.toBytes(), UTF_8), NOON));

        // Then
        assertThat(state.instances(Duration.ZERO)).containsExactly(new Instance("a", "m", "none", figures, NOON));
    }

    @Test
    void shouldSayThatAModelIsNotPublishedWhenNobodyHeardOfIt() {
        assertThat(RegistryState.EMPTY.whyMissing(new ModelVersion("20261123T204500Z-0a1b2c3d")))
                .isEqualTo("is not published");
    }
}
