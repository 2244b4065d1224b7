package io.odradek.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.cli.CommandException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScramArgumentTest {
    private static ScramArgument parse(String text) {
        return ScramArgument.parse(text, byte[]::new);
    }

    @Test
    void aSaltedPasswordIsTakenAsItIs() {
        ScramArgument argument =
                parse("SCRAM-SHA-512=[name=alice,iterations=8192,salt=\"N3E=\",saltedpassword=\"YCE=\"]");

        assertThat(argument.mechanism()).isEqualTo(ScramMechanism.SCRAM_SHA_512);
        assertThat(argument.iterations()).isEqualTo(8192);
        assertThat(argument.salt()).isEqualTo(ByteBuffer.wrap(new byte[] {'7', 'q'}));
        assertThat(argument.saltedPassword()).isEqualTo(ByteBuffer.wrap(new byte[] {'`', '!'}));
    }

    @Test
    void theTextTellsNothingThatIsSecret() {
        assertThat(parse("SCRAM-SHA-256=[name=alice,password=secret]").toString())
                .isEqualTo("UserScramCredentialRecord(name='alice', mechanism=1, iterations=4096)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCRAM-SHA-256=[name=alice]|You must supply one of 'password' or 'saltedpassword' to add-scram",
                "SCRAM-SHA-256=name=alice|Expected configuration string to start with [",
                "SCRAM-SHA-256=[name=alice|Expected configuration string to end with ]",
                "PLAIN=[name=alice,password=x]|The add-scram mechanism PLAIN is not supported.",
                "SCRAM-SHA-256=[name=alice,password=x,iterations=10]|"
                        + "The 'iterations' value must be >= 4096 for add-scram using SCRAM_SHA_256",
                "SCRAM-SHA-256=[password=x]|You must supply 'name' to add-scram",
                "SCRAM-SHA-256=[name=alice,password=x,foo=bar]|Unknown SCRAM configurations: foo",
                "SCRAM-SHA-256=[name=alice,iterations=4096,saltedpassword=YCE=]|"
                        + "You must supply 'salt' with 'saltedpassword' to add-scram",
            })
    void mistakesGetKafkasAnswers(String argument, String answer) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(CommandException.class)
                .hasMessage(answer);
    }
}
