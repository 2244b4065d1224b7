package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.protocol.metadata.AccessControlEntryRecord;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.ClearElrRecord;
import io.odradek.protocol.metadata.ClientQuotaRecord;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.DelegationTokenRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.FenceBrokerRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.ProducerIdsRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.RegisterControllerRecord;
import io.odradek.protocol.metadata.RemoveAccessControlEntryRecord;
import io.odradek.protocol.metadata.RemoveDelegationTokenRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import io.odradek.protocol.metadata.RemoveUserScramCredentialRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.protocol.metadata.UnfenceBrokerRecord;
import io.odradek.protocol.metadata.UnregisterBrokerRecord;
import io.odradek.protocol.metadata.UnregisterControllerRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the changes of one batch of records. One thread, one batch. */
final class ImageChange {
    private final ClusterImage base;
    private final TopicsChange topics;
    private final NodesChange nodes;
    private final ConfigsChange configs;
    private @Nullable ClientsChange clients;
    private @Nullable SecurityChange security;
    private final SortedMap<String, Short> features;
    private long nextProducerId;

    ImageChange(ClusterImage base) {
        this.base = base;
        this.topics = new TopicsChange(base.topics());
        this.nodes = new NodesChange(base.nodes());
        this.configs = new ConfigsChange(base.configs());
        this.features = new TreeMap<>(base.features());
        this.nextProducerId = base.nextProducerId();
    }

    void replay(MetadataRecord record) {
        switch (record.type()) {
            case TOPIC -> topics.replay((TopicRecord) record);
            case PARTITION -> topics.replay((PartitionRecord) record);
            case PARTITION_CHANGE -> topics.replay((PartitionChangeRecord) record);
            case REMOVE_TOPIC -> configs.topicRemoved(topics.replay((RemoveTopicRecord) record));
            case CLEAR_ELR -> topics.replay((ClearElrRecord) record);
            case REGISTER_BROKER -> nodes.replay((RegisterBrokerRecord) record);
            case UNREGISTER_BROKER -> nodes.replay((UnregisterBrokerRecord) record);
            case BROKER_REGISTRATION_CHANGE -> nodes.replay((BrokerRegistrationChangeRecord) record);
            case FENCE_BROKER -> nodes.replay((FenceBrokerRecord) record);
            case UNFENCE_BROKER -> nodes.replay((UnfenceBrokerRecord) record);
            case REGISTER_CONTROLLER -> nodes.replay((RegisterControllerRecord) record);
            case UNREGISTER_CONTROLLER -> nodes.replay((UnregisterControllerRecord) record);
            case CONFIG -> configs.replay((ConfigRecord) record);
            case CLIENT_QUOTA -> clients().replay((ClientQuotaRecord) record);
            case USER_SCRAM_CREDENTIAL -> clients().replay((UserScramCredentialRecord) record);
            case REMOVE_USER_SCRAM_CREDENTIAL -> clients().replay((RemoveUserScramCredentialRecord) record);
            case FEATURE_LEVEL -> replay((FeatureLevelRecord) record);
            case PRODUCER_IDS -> replay((ProducerIdsRecord) record);
            case NO_OP, ZK_MIGRATION_STATE -> {}
            case ACCESS_CONTROL_ENTRY -> security().replay((AccessControlEntryRecord) record);
            case REMOVE_ACCESS_CONTROL_ENTRY -> security().replay((RemoveAccessControlEntryRecord) record);
            case DELEGATION_TOKEN -> security().replay((DelegationTokenRecord) record);
            case REMOVE_DELEGATION_TOKEN -> security().replay((RemoveDelegationTokenRecord) record);
            case BEGIN_TRANSACTION, END_TRANSACTION, ABORT_TRANSACTION ->
                throw new InvariantViolation(
                        "records of metadata transactions are dealt with before the image, found " + record.type());
        }
    }

    ImageDelta delta() {
        ClusterImage after = new ClusterImage(
                topics.image(),
                nodes.image(),
                configs.image(),
                features,
                nextProducerId,
                clients == null ? base.clients() : clients.image(),
                security == null ? base.security() : security.image());
        return new ImageDelta(
                base,
                after,
                new ImageDelta.Touched(topics.touched(), nodes.touchedBrokers(), configs.touched(), clients != null));
    }

    /** Made when it is first needed: it copies every quota. */
    private ClientsChange clients() {
        if (clients == null) {
            clients = new ClientsChange(base.clients());
        }
        return clients;
    }

    /** Made when it is first needed: it copies every entry. */
    private SecurityChange security() {
        if (security == null) {
            security = new SecurityChange(base.security());
        }
        return security;
    }

    /** Level 0 means that the feature is off. */
    private void replay(FeatureLevelRecord record) {
        if (record.featureLevel() == 0) {
            features.remove(record.name());
        } else {
            features.put(record.name(), record.featureLevel());
        }
    }

    private void replay(ProducerIdsRecord record) {
        if (record.nextProducerId() < nextProducerId) {
            throw new InvariantViolation("producer ids are never handed out twice, found " + record.nextProducerId()
                    + " after " + nextProducerId);
        }
        nextProducerId = record.nextProducerId();
    }
}
