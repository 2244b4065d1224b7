package io.odradek.server;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.broker.controller.ControllerClient;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsRequest.DirectoryData;
import io.odradek.protocol.message.AssignReplicasToDirsRequest.PartitionData;
import io.odradek.protocol.message.AssignReplicasToDirsRequest.TopicData;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a broker tells the controller in which log directories its replicas lie (KIP-858). Stateless. */
final class ReplicaPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaPlaces.class);

    /** As many as Kafka's brokers send at once. */
    private static final int REQUEST_PARTITIONS = 2_000;

    private ReplicaPlaces() {}

    /** Tells it: from then on a directory that is lost can be told by what it held. Nothing has to wait for it. */
    static void tell(ControllerClient controller, ClusterImage image, int brokerId, Map<TopicPartition, Uuid> placed) {
        for (AssignReplicasToDirsRequest request : requests(image, brokerId, placed)) {
            var _ = controller
                    .request(ControllerRequest.ofBroker(brokerId, request), AssignReplicasToDirsResponse.class)
                    .whenComplete((response, error) -> {
                        if (error != null || response.errorCode() != ErrorCode.NONE.code()) {
                            LOG.warn(
                                    "The controller did not note in which directories {} lie; the next start tells it"
                                            + " again: {}",
                                    placed.keySet(),
                                    error != null
                                            ? error.getMessage()
                                            : ErrorCode.forCode(response.errorCode())
                                                    .defaultMessage());
                        }
                    });
        }
    }

    /** The requests that say so, of partitions that are there. */
    static List<AssignReplicasToDirsRequest> requests(
            ClusterImage image, int brokerId, Map<TopicPartition, Uuid> placed) {
        long epoch = image.nodes().broker(brokerId).map(BrokerImage::epoch).orElse(-1L);
        List<AssignReplicasToDirsRequest> requests = new ArrayList<>();
        SortedMap<TopicPartition, Uuid> some = new TreeMap<>();
        for (Map.Entry<TopicPartition, Uuid> entry : new TreeMap<>(placed).entrySet()) {
            some.put(entry.getKey(), entry.getValue());
            if (some.size() == REQUEST_PARTITIONS) {
                requests.add(request(image, brokerId, epoch, some));
                some.clear();
            }
        }
        if (!some.isEmpty()) {
            requests.add(request(image, brokerId, epoch, some));
        }
        return requests;
    }

    private static AssignReplicasToDirsRequest request(
            ClusterImage image, int brokerId, long epoch, SortedMap<TopicPartition, Uuid> some) {
        SortedMap<Uuid, SortedMap<String, TopicData>> directories = new TreeMap<>();
        some.forEach((partition, directory) -> {
            Optional<TopicImage> topic = image.topics().byName(partition.topic());
            topic.ifPresent(known -> directories
                    .computeIfAbsent(directory, _ -> new TreeMap<>())
                    .computeIfAbsent(partition.topic(), _ -> new TopicData().setTopicId(known.id()))
                    .partitions()
                    .add(new PartitionData().setPartitionIndex(partition.partition())));
        });
        List<DirectoryData> all = new ArrayList<>();
        directories.forEach(
                (id, topics) -> all.add(new DirectoryData().setId(id).setTopics(new ArrayList<>(topics.values()))));
        return new AssignReplicasToDirsRequest()
                .setBrokerId(brokerId)
                .setBrokerEpoch(epoch)
                .setDirectories(all);
    }
}
