package io.odradek.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoggerChangesTest {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;

    private final FakeLevels levels = new FakeLevels();
    private final LoggerChanges changes = new LoggerChanges(3, levels);

    @Test
    void levelsAreSetAndDeleted() {
        changes.apply(resource("3", change("a", SET, "DEBUG"), change("root", SET, "ERROR")), false);
        assertThat(levels.all()).containsEntry("a", LoggerLevel.DEBUG).containsEntry("root", LoggerLevel.ERROR);
        changes.apply(resource("3", change("a", DELETE, null)), false);
        assertThat(levels.all()).containsEntry("a", LoggerLevel.ERROR);
    }

    @Test
    void nothingIsChangedWhenOnlyValidatingOrWhenOneChangeIsWrong() {
        changes.apply(resource("3", change("a", SET, "DEBUG")), true);
        refused(ErrorCode.INVALID_CONFIG, "3", change("a", SET, "DEBUG"), change("missing", SET, "DEBUG"));
        assertThat(levels.all()).containsEntry("a", LoggerLevel.INFO);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refused(ErrorCode.INVALID_REQUEST, "4", change("a", SET, "DEBUG"));
        refused(ErrorCode.INVALID_REQUEST, "", change("a", SET, "DEBUG"));
        refused(ErrorCode.INVALID_REQUEST, "3", change("a", APPEND, "DEBUG"));
        refused(ErrorCode.INVALID_REQUEST, "3", change("root", DELETE, null));
        refused(ErrorCode.INVALID_REQUEST, "3", change("a", SET, "DEBUG"), change("a", SET, "INFO"));
        refused(ErrorCode.INVALID_CONFIG, "3", change("a", SET, "debug"));
        refused(ErrorCode.INVALID_CONFIG, "3", change("a", SET, null));
    }

    private void refused(ErrorCode error, String broker, AlterableConfig... configs) {
        assertThatThrownBy(() -> changes.apply(resource(broker, configs), false))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(error));
    }

    private static AlterConfigsResource resource(String name, AlterableConfig... configs) {
        return new AlterConfigsResource()
                .setResourceType((byte) 8)
                .setResourceName(name)
                .setConfigs(List.of(configs));
    }

    private static AlterableConfig change(String logger, byte operation, @Nullable String level) {
        return new AlterableConfig()
                .setName(logger)
                .setConfigOperation(operation)
                .setValue(level);
    }

    private static final class FakeLevels implements LoggerLevels {
        private final SortedMap<String, LoggerLevel> own = new TreeMap<>();

        FakeLevels() {
            own.put(ROOT, LoggerLevel.INFO);
        }

        @Override
        public SortedMap<String, LoggerLevel> all() {
            SortedMap<String, LoggerLevel> all = new TreeMap<>(own);
            all.putIfAbsent("a", own.get(ROOT));
            return all;
        }

        @Override
        public void set(String logger, LoggerLevel level) {
            own.put(logger, level);
        }

        @Override
        public void clear(String logger) {
            own.remove(logger);
        }
    }
}
