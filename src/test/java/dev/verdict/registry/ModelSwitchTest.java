package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BadArtifacts;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.registry.RegistryRecord.Source;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.StartingModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

class ModelSwitchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ModelArtifact FIRST = TestModels.small(1);
    private static final ModelArtifact SECOND = TestModels.small(2);

    private final Scorer start = new Scorer(FIRST);
    private final List<ModelVersion> fetched = new CopyOnWriteArrayList<>();
    private final List<ModelSwitch> opened = new ArrayList<>();
    private volatile RegistryState state = RegistryState.EMPTY;
    private long nextOffset;

    @AfterEach
    void close() {
        opened.forEach(ModelSwitch::close);
    }

    private ModelSwitch open(boolean isPinned, Function<PublishedModel, ModelArtifact> source) {
        var opening = new ModelSwitch(new StartingModel(start, isPinned), () -> state, new ModelLoader(model -> {
            fetched.add(model.version());
            return source.apply(model);
        }));
        opened.add(opening);
        return opening;
    }

    private void publish(ModelArtifact model) {
        state = state.with(new RegistryRecord(
                Source.MODELS,
                "verdict.models",
                model.version().value(),
                ArtifactFile.bytes(model),
                nextOffset++,
                Instant.EPOCH,
                false));
    }

    private void activate(ModelArtifact model) {
        state = state.with(new RegistryRecord(
                Source.ACTIVATIONS,
                "verdict.activations",
                "active",
                new ActivationJson(model.version(), null, "test").toBytes(),
                nextOffset++,
                Instant.EPOCH,
                false));
    }

    @Test
    void shouldKeepTheScorerItHasWhenItsModelIsActivated() {
        // Given
        ModelSwitch modelSwitch = open(false, _ -> FIRST);
        publish(FIRST);
        activate(FIRST);

        // When
        modelSwitch.follow();

        // Then
        await().atMost(PATIENCE)
                .until(() -> modelSwitch.decided().toCompletableFuture().isDone());
        assertThat(modelSwitch.scorer()).isSameAs(start);
        assertThat(fetched).isEmpty();
    }

    @Test
    void shouldBeUndecidedWhenNothingIsActive() {
        // Given
        ModelSwitch modelSwitch = open(false, _ -> SECOND);
        publish(SECOND);

        // When
        modelSwitch.follow();
        activate(SECOND);
        modelSwitch.follow();

        // Then
        await().atMost(PATIENCE)
                .until(() -> modelSwitch.decided().toCompletableFuture().isDone());
        assertThat(modelSwitch.scorer().model()).isEqualTo(SECOND.version());
        assertThat(fetched).containsExactly(SECOND.version());
    }

    @Test
    void shouldFollowNothingWhenItIsPinned() {
        // Given
        ModelSwitch modelSwitch = open(true, _ -> SECOND);
        publish(SECOND);
        activate(SECOND);

        // When
        modelSwitch.follow();

        // Then
        assertThat(modelSwitch.decided().toCompletableFuture()).isDone();
        modelSwitch.close(); // what it was given is done or never will be
        assertThat(modelSwitch.scorer()).isSameAs(start);
        assertThat(fetched).isEmpty();
    }

    @Test
    void shouldTryAgainWhenTheModelCannotBeFetchedAtTheMoment() {
        // Given
        ModelSwitch modelSwitch = open(false, _ -> {
            if (fetched.size() < 2) {
                throw new RegistryException("no broker answers");
            }
            return SECOND;
        });
        publish(SECOND);
        activate(SECOND);

        // When
        modelSwitch.follow();

        // Then
        await().atMost(PATIENCE).until(() -> modelSwitch.problem().isPresent());
        assertThat(modelSwitch.problem().orElseThrow()).endsWith("is to score but no broker answers");
        await().atMost(PATIENCE).until(() -> modelSwitch.scorer().model().equals(SECOND.version()));
        assertThat(modelSwitch.problem()).isEmpty();
    }

    @Test
    void shouldTryOnceWhenTheModelIsRefused() {
        // Given
        ModelArtifact wrong = BadArtifacts.withForeignSamples(SECOND, FIRST);
        ModelSwitch modelSwitch = open(false, _ -> wrong);
        publish(wrong);
        activate(wrong);
        var changes = new CopyOnWriteArrayList<String>();
        modelSwitch.onChange(() -> changes.add(modelSwitch.problem().orElse("")));

        // When
        modelSwitch.follow();
        modelSwitch.follow();
        await().atMost(PATIENCE).until(() -> !changes.isEmpty());
        publish(SECOND);
        activate(FIRST);
        modelSwitch.follow();
        await().atMost(PATIENCE).until(() -> changes.size() == 2);

        // Then
        assertThat(changes.getFirst()).contains("self-test fails");
        assertThat(changes.getLast()).isEmpty();
        assertThat(fetched).containsExactly(wrong.version());
        assertThat(modelSwitch.scorer()).isSameAs(start);
    }
}
