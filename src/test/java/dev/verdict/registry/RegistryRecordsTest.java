package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.contract.TopicSchemas;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.Instance.Announcement;
import org.junit.jupiter.api.Test;

/** Holds what the registry writes to its schemas. */
class RegistryRecordsTest {
    private static final String VERSION = "20261123T204500Z-0a1b2c3d";

    @Test
    void shouldFollowTheirSchemaWhenActivationsAreWritten() {
        var version = new ModelVersion(VERSION);

        assertThat(TopicSchemas.errors("activation", new ActivationJson(version, null, "alice").toBytes()))
                .isEmpty();
        assertThat(TopicSchemas.errors("activation", new ActivationJson(version, 0.1, "alice").toBytes()))
                .isEmpty();
    }

    @Test
    void shouldFollowTheirSchemaWhenInstancesAnnounceThemselves() {
        var figures = new ShadowFigures(VERSION, 10, 9, -0.5, 0.75, 1, 0);

        assertThat(TopicSchemas.errors("instance", new Announcement(VERSION, "", null).toBytes()))
                .isEmpty();
        assertThat(TopicSchemas.errors("instance", new Announcement(VERSION, "it is damaged", figures).toBytes()))
                .isEmpty();
    }
}
