package dev.verdict.roles;

import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jakarta.inject.Singleton;

/** What this instance does; the roles can be played by separate processes, so that training leaves scoring alone. */
@Singleton
@Startup
public class Roles {
    private final Set<Role> roles;

    private enum Role {
        SCORER,
        TRAINER,
        API
    }

    /** @throws IllegalArgumentException naming a role that there is not */
    public Roles(@ConfigProperty(name = "verdict.roles", defaultValue = "scorer,trainer,api") List<String> names) {
        this.roles = EnumSet.noneOf(Role.class);
        names.forEach(name -> roles.add(role(name)));
    }

    /** Whether it scores the stream. */
    public boolean scorer() {
        return roles.contains(Role.SCORER);
    }

    /** Whether it trains when it is asked to. */
    public boolean trainer() {
        return roles.contains(Role.TRAINER);
    }

    /** Whether it answers HTTP beside operations. */
    public boolean api() {
        return roles.contains(Role.API);
    }

    private static Role role(String name) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name.strip())) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "VERDICT_ROLES must name some of scorer, trainer and api with commas between them, not \"" + name
                        + "\"");
    }
}
