package io.odradek.metadata.image;

import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.ProducerIdsRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The records of a snapshot, always in the same order: levels of features first, then what they allow. Stateless. */
final class ImageRecords {
    private static final int NO_BROKER = -1;

    private ImageRecords() {}

    static Stream<MetadataRecord> of(ClusterImage image) {
        return Stream.<Stream<MetadataRecord>>of(
                        features(image),
                        nodes(image),
                        topics(image),
                        configs(image),
                        clients(image),
                        security(image),
                        producerIds(image))
                .flatMap(each -> each);
    }

    private static Stream<MetadataRecord> features(ClusterImage image) {
        return image.features().entrySet().stream()
                .map(each -> new FeatureLevelRecord().setName(each.getKey()).setFeatureLevel(each.getValue()));
    }

    private static Stream<MetadataRecord> nodes(ClusterImage image) {
        return Stream.concat(
                image.nodes().brokers().values().stream().map(BrokerImage::toRecord),
                image.nodes().controllers().values().stream().map(ControllerImage::toRecord));
    }

    private static Stream<MetadataRecord> topics(ClusterImage image) {
        return image.topics()
                .sorted()
                .flatMap(topic -> Stream.concat(
                        Stream.of(new TopicRecord().setName(topic.name()).setTopicId(topic.id())),
                        IntStream.range(0, topic.partitions().size())
                                .mapToObj(
                                        number -> topic.partitions().get(number).toRecord(topic.id(), number))));
    }

    private static Stream<MetadataRecord> configs(ClusterImage image) {
        return image.configs()
                .all()
                .flatMap(resource -> new TreeMap<>(image.configs().of(resource))
                        .entrySet().stream()
                                .map(each -> new ConfigRecord()
                                        .setResourceType(resource.type().id())
                                        .setResourceName(resource.name())
                                        .setName(each.getKey())
                                        .setValue(each.getValue())));
    }

    private static Stream<MetadataRecord> clients(ClusterImage image) {
        Stream<MetadataRecord> quotas = image.clients().quotas().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().toString()))
                .flatMap(ImageRecords::quota);
        Stream<MetadataRecord> scram = image.clients().scram().entrySet().stream()
                .map(each -> each.getValue().toRecord(each.getKey()));
        return Stream.concat(quotas, scram);
    }

    private static Stream<MetadataRecord> quota(Map.Entry<QuotaEntity, ? extends Map<String, Double>> quota) {
        return quota.getValue().entrySet().stream()
                .map(each -> quota.getKey().record(each.getKey(), each.getValue(), false));
    }

    private static Stream<MetadataRecord> security(ClusterImage image) {
        return Stream.concat(
                image.security().acls().values().stream().map(AclImage::toRecord),
                image.security().tokens().values().stream().map(DelegationTokenImage::toRecord));
    }

    private static Stream<MetadataRecord> producerIds(ClusterImage image) {
        return image.nextProducerId() == 0
                ? Stream.empty()
                : Stream.of(new ProducerIdsRecord()
                        .setBrokerId(NO_BROKER)
                        .setBrokerEpoch(-1L)
                        .setNextProducerId(image.nextProducerId()));
    }
}
