package io.odradek.simulation;

import io.odradek.network.PeerRequest;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads a partition from its beginning, by offset, and checks that offsets have no gaps. One thread. */
final class PartitionReader extends SimulatedClient {
    private static final int NAMED_VERSION = 12;
    private static final long TIMEOUT_MILLIS = 2_000;

    private final History.Place place;
    private final List<String> found = new ArrayList<>();
    private final boolean toTheEnd;
    private long nextOffset;
    private boolean ended;
    private String leader = "";
    private long highWatermark;

    /** @param toTheEnd whether it stops when all below the high watermark is read */
    PartitionReader(World world, String name, History.Place place, boolean toTheEnd) {
        super(world, name);
        this.place = place;
        this.toTheEnd = toTheEnd;
    }

    @Override
    void start() {
        poll();
    }

    @Override
    boolean isAtRest() {
        return true;
    }

    /** Whether it has read all that there was. */
    boolean hasEnded() {
        return ended;
    }

    List<String> found() {
        return found;
    }

    private void poll() {
        if (world().comesToRest() && !toTheEnd) {
            return;
        }
        FetchRequest request = new FetchRequest()
                .setMaxWaitMs(toTheEnd ? 0 : 200)
                .setMinBytes(1)
                .setMaxBytes(4_000)
                .setSessionEpoch(-1)
                .setTopics(List.of(new FetchRequest.FetchTopic()
                        .setTopic(place.topic())
                        .setPartitions(List.of(new FetchRequest.FetchPartition()
                                .setPartition(place.partition())
                                .setFetchOffset(nextOffset)
                                .setCurrentLeaderEpoch(leaderEpoch(place))
                                .setPartitionMaxBytes(2_000)))));
        askLeader(
                place,
                PeerRequest.of(request, NAMED_VERSION, NAMED_VERSION, TIMEOUT_MILLIS),
                FetchResponse.class,
                response ->
                        answered(response.responses().getFirst().partitions().getFirst()),
                () -> later(20, 150, this::poll));
    }

    private void answered(FetchResponse.PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        if (error != ErrorCode.NONE) {
            if (!error.isRetriable()) {
                throw new History.Violation(
                        name() + " was told " + error + " at offset " + nextOffset + " of " + place);
            }
            forgetLeader(place);
            later(20, 150, this::poll);
            return;
        }
        checkHighWatermark(data.highWatermark());
        long before = nextOffset;
        Batches.read(data.records(), nextOffset, (offset, value) -> {
            history().polled(place, nextOffset, offset);
            history().read(place, offset, value);
            found.add(value);
            nextOffset = offset + 1;
        });
        // A new leader learns of the high watermark later than the readers of the one before it.
        if (nextOffset > before && nextOffset > data.highWatermark()) {
            throw new History.Violation(
                    place + " was read up to " + nextOffset + ", its high watermark is " + data.highWatermark());
        }
        if (toTheEnd && nextOffset == before && nextOffset == data.highWatermark()) {
            ended = true;
        } else {
            later(0, toTheEnd ? 0 : 20, this::poll);
        }
    }

    /** A leader that begins learns of it from its followers; as long as it leads it only grows. */
    private void checkHighWatermark(long told) {
        String now = leaderLife(place);
        if (now.equals(leader) && told < highWatermark) {
            throw new History.Violation("the high watermark of " + place + " went back from " + highWatermark + " to "
                    + told + " at " + leader);
        }
        leader = now;
        highWatermark = told;
    }
}
