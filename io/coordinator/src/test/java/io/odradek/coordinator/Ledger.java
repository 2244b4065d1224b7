package io.odradek.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.base.Decision;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A small replicated state for tests: balances by name, changed by records {@code (name, balance)}. */
final class Ledger {
    record Balance(String name, int balance) {}

    static final RecordCodec<Balance> CODEC = new RecordCodec<>() {
        @Override
        public EncodedRecord encode(Balance record) {
            return new EncodedRecord(
                    ByteBuffer.wrap(record.name.getBytes(UTF_8)),
                    ByteBuffer.allocate(4).putInt(record.balance).flip());
        }

        @Override
        public Optional<Balance> decode(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
            if (key == null || value == null || value.remaining() != 4) {
                throw new CorruptRecordsException("no balance");
            }
            String name = UTF_8.decode(key).toString();
            return name.startsWith("future-") ? Optional.empty() : Optional.of(new Balance(name, value.getInt()));
        }
    };

    /** Immutable states. */
    static final StateMachine<Map<String, Integer>, Balance> MACHINE = new StateMachine<>() {
        @Override
        public Map<String, Integer> empty() {
            return Map.of();
        }

        @Override
        public Map<String, Integer> apply(Map<String, Integer> state, List<Balance> records) {
            Map<String, Integer> next = new TreeMap<>(state);
            for (Balance record : records) {
                if (record.balance < 0) {
                    throw new IllegalStateException("negative balance");
                }
                next.put(record.name, record.balance);
            }
            return next;
        }
    };

    static final CoordinatorSpec<Map<String, Integer>, Balance> SPEC =
            new CoordinatorSpec<>("ledger", MACHINE, CODEC, CoordinatorErrors.COORDINATOR);

    private Ledger() {}

    /** Adds to a balance; the reply is the new one. */
    static Command<Map<String, Integer>, Balance, Integer> add(String name, int amount) {
        return (state, _) -> {
            int balance = state.getOrDefault(name, 0) + amount;
            return new Decision<>(List.of(new Balance(name, balance)), balance);
        };
    }

    /** Moves between two names, or refuses. */
    static Command<Map<String, Integer>, Balance, String> move(String from, String to, int amount) {
        return (state, _) -> {
            int left = state.getOrDefault(from, 0) - amount;
            if (left < 0) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, from + " has not enough");
            }
            return new Decision<>(
                    List.of(new Balance(from, left), new Balance(to, state.getOrDefault(to, 0) + amount)), "moved");
        };
    }

    static Command<Map<String, Integer>, Balance, Map<String, Integer>> read() {
        return (state, _) -> Decision.replyOnly(state);
    }
}
