package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.RegistryRecord.Source;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class PromotionTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T12:00:00Z");

    private final FakeRegistry registry = new FakeRegistry();
    private final Promotion promotion = new Promotion(registry, new PromotionGate(0.80, 0.005));

    /** Keeps all in memory. */
    private static final class FakeRegistry implements ModelRegistry {
        private RegistryState state = RegistryState.EMPTY;
        private final List<ModelVersion> activated = new ArrayList<>();

        @Override
        public RegistryState state() {
            return state;
        }

        @Override
        public RegistryState readToEnd() {
            return state;
        }

        @Override
        public PublishedModel publish(byte[] artifact, String report) {
            throw new UnsupportedOperationException();
        }

        void publish(ModelArtifact model) {
            state = state.with(new RegistryRecord(
                    Source.MODELS, "models", model.version().value(), ArtifactFile.bytes(model), 0, MONDAY, false));
        }

        @Override
        public Activation activate(ModelVersion version, String by) {
            activated.add(version);
            state = state.with(new RegistryRecord(
                    Source.ACTIVATIONS,
                    "activations",
                    "active",
                    new ActivationJson(version, null, by).toBytes(),
                    activated.size(),
                    MONDAY,
                    false));
            return state.current().orElseThrow();
        }

        @Override
        public Activation shadow(ModelVersion version, double share, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void endShadow() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelArtifact fetch(PublishedModel model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> fetchReport(PublishedModel model) {
            throw new UnsupportedOperationException();
        }
    }

    private static ModelArtifact model(Instant trainedAt, double accuracy) {
        ModelArtifact any = TestModels.small(1);
        ModelCard card = any.card();
        return ModelArtifact.of(
                trainedAt,
                new ModelCard(
                        card.formatVersion(),
                        card.tokenizer(),
                        card.network(),
                        card.recipe(),
                        card.data(),
                        card.epochs(),
                        card.chosenEpoch(),
                        card.partial(),
                        new ModelCard.Figures(25_000, 0.4, accuracy),
                        card.predictions(),
                        card.samples()),
                any.vocabulary(),
                any.weights());
    }

    private void publish(ModelArtifact... models) {
        for (ModelArtifact model : models) {
            registry.publish(model);
        }
    }

    @Test
    void shouldActivateAModelWhenItIsAsGoodAsTheActiveOne() {
        // Given
        ModelArtifact active = model(MONDAY, 0.85);
        ModelArtifact trained = model(TUESDAY, 0.846);
        publish(active, trained);
        registry.activate(active.version(), "first start");

        // When
        Decision decision = promotion.promote(trained.version(), "training");

        // Then
        assertThat(decision).isInstanceOf(Decision.Promoted.class);
        assertThat(registry.current().orElseThrow().version()).isEqualTo(trained.version());
        assertThat(registry.current().orElseThrow().by()).isEqualTo("training");
    }

    @Test
    void shouldLeaveAModelACandidateWhenItIsWorse() {
        // Given
        ModelArtifact active = model(MONDAY, 0.85);
        ModelArtifact trained = model(TUESDAY, 0.84);
        publish(active, trained);
        registry.activate(active.version(), "first start");

        // When
        Decision decision = promotion.promote(trained.version(), "training");

        // Then
        assertThat(((Decision.Refused) decision).reason()).contains("0.8400").contains("0.8500");
        assertThat(registry.activated).containsExactly(active.version());
    }

    @Test
    void shouldGoBackToAnEarlierModelWhateverItsFigures() {
        // Given
        ModelArtifact earlier = model(MONDAY, 0.5);
        ModelArtifact active = model(TUESDAY, 0.85);
        publish(earlier, active);
        registry.activate(active.version(), "training");

        // When
        Decision decision = promotion.promote(earlier.version(), "admin");

        // Then
        assertThat(decision).isInstanceOf(Decision.Promoted.class);
        assertThat(registry.current().orElseThrow().version()).isEqualTo(earlier.version());
    }

    @Test
    void shouldAskForTheFloorAloneWhenNothingIsActive() {
        // Given
        ModelArtifact good = model(MONDAY, 0.8);
        ModelArtifact bad = model(TUESDAY, 0.79);
        publish(good, bad);

        // Then
        assertThat(promotion.promote(bad.version(), "training")).isInstanceOf(Decision.Refused.class);
        assertThat(promotion.promote(good.version(), "training")).isInstanceOf(Decision.Promoted.class);
    }

    @Test
    void shouldSayThatThereIsNoSuchModelWhenItIsNotPublished() {
        assertThatThrownBy(() -> promotion.promote(new ModelVersion("20261123T204500Z-0a1b2c3d"), "training"))
                .isInstanceOf(UnknownModelException.class)
                .hasMessageContaining("is not published");
    }
}
