package io.odradek.cli.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.odradek.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigChangesTest {
    @Test
    void commasWithinBracketsBelongToTheValue() {
        assertThat(ConfigChanges.parseAdd("cleanup.policy=[compact,delete],retention.ms= 5 ,a="))
                .containsExactly(entry("cleanup.policy", "compact,delete"), entry("retention.ms", "5"), entry("a", ""));
    }

    @Test
    void aCredentialKeepsItsEqualsSigns() {
        assertThat(ConfigChanges.parseAdd("SCRAM-SHA-256=[iterations=8192,password=a=b]"))
                .containsExactly(entry("SCRAM-SHA-256", "iterations=8192,password=a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention.ms", "a=1,b", "a=1=2", "=1", "a=[1"})
    void whatIsNoKeyAndValueIsRefused(String text) {
        assertThatThrownBy(() -> ConfigChanges.parseAdd(text))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Invalid entity config: ");
    }

    @Test
    void namesToDeleteAreSeparatedByCommas() {
        assertThat(ConfigChanges.parseDelete("a, b,,")).containsExactly("a", "b");
    }
}
