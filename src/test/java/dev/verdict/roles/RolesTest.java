package dev.verdict.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RolesTest {
    @Test
    void shouldPlayRolesThatAreNamedAndNoOthers() {
        // When
        var roles = new Roles(List.of("trainer", " api "));

        // Then
        assertThat(roles.scorer()).isFalse();
        assertThat(roles.trainer()).isTrue();
        assertThat(roles.api()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scorers", "SCORER", "", "scorer;api"})
    void shouldRefuseRoleThatThereIsNot(String name) {
        assertThatThrownBy(() -> new Roles(List.of("api", name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VERDICT_ROLES")
                .hasMessageContaining("\"" + name + "\"");
    }
}
