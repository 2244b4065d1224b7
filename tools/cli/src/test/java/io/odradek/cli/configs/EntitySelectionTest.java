package io.odradek.cli.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntitySelectionTest {
    private static List<Entity> select(String arguments) {
        return EntitySelection.of(ConfigsCommandLine.parse(arguments.split(" ")));
    }

    private static Entity entity(EntityType type, String name) {
        return new Entity(type, Optional.of(name));
    }

    @Test
    void shortAndLongOptionsMeanTheSame() {
        assertThat(select("--alter --topic a")).containsExactly(entity(EntityType.TOPICS, "a"));
        assertThat(select("--alter --entity-type topics --entity-name a"))
                .containsExactly(entity(EntityType.TOPICS, "a"));
        assertThat(select("--alter --broker-defaults")).containsExactly(entity(EntityType.BROKERS, ""));
        assertThat(select("--alter --entity-type brokers --entity-default"))
                .containsExactly(entity(EntityType.BROKERS, ""));
    }

    @Test
    void namesAndDefaultsBelongToTheTypesInTheirOrder() {
        assertThat(select("--alter --entity-type users --entity-default --entity-type clients --entity-name c"))
                .containsExactly(entity(EntityType.USERS, ""), entity(EntityType.CLIENTS, "c"));
        assertThat(select("--alter --entity-type users --entity-name u --entity-type clients --entity-default"))
                .containsExactly(entity(EntityType.USERS, "u"), entity(EntityType.CLIENTS, ""));
    }

    @Test
    void withoutANameEveryEntityIsMeant() {
        assertThat(select("--describe --entity-type topics"))
                .containsExactly(new Entity(EntityType.TOPICS, Optional.empty()));
    }

    @Test
    void aUsersClientsCanBeDescribedTogether() {
        assertThat(select("--describe --entity-type users --entity-name u --entity-type clients"))
                .containsExactly(entity(EntityType.USERS, "u"), new Entity(EntityType.CLIENTS, Optional.empty()));
    }
}
