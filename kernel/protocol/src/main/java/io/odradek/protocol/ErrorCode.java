package io.odradek.protocol;

/** The errors of Kafka's protocol, with their numbers on the wire. Immutable. */
public enum ErrorCode {
    UNKNOWN_SERVER_ERROR(-1, "The broker met an error that it did not expect; its log says more."),
    NONE(0, "No error."),
    OFFSET_OUT_OF_RANGE(
            1, "The offset lies outside the log: seek to one between the log start offset and the high watermark."),
    CORRUPT_MESSAGE(
            2,
            Retry.YES,
            "A record batch is corrupt: its checksum, size or layout is wrong, or a record without key goes to a compacted topic."),
    UNKNOWN_TOPIC_OR_PARTITION(3, Retry.YES, "The topic or partition does not exist here."),
    INVALID_FETCH_SIZE(4, "The fetch size is invalid."),
    LEADER_NOT_AVAILABLE(5, Retry.YES, "The partition has no leader at the moment: try again."),
    NOT_LEADER_OR_FOLLOWER(
            6, Retry.YES, "The broker is not the leader, or no replica, of the partition: refresh the metadata."),
    REQUEST_TIMED_OUT(7, Retry.YES, "The request was not completed in time."),
    BROKER_NOT_AVAILABLE(8, "The broker is not available."),
    REPLICA_NOT_AVAILABLE(9, Retry.YES, "The replica is not available on the broker."),
    MESSAGE_TOO_LARGE(10, "A record batch is larger than max.message.bytes of the topic."),
    STALE_CONTROLLER_EPOCH(11, "The controller has changed since."),
    OFFSET_METADATA_TOO_LARGE(12, "The metadata of the committed offset is longer than offset.metadata.max.bytes."),
    NETWORK_EXCEPTION(13, Retry.YES, "The connection broke before the response came."),
    COORDINATOR_LOAD_IN_PROGRESS(14, Retry.YES, "The coordinator is still loading its state: try again."),
    COORDINATOR_NOT_AVAILABLE(15, Retry.YES, "There is no coordinator at the moment: try again."),
    NOT_COORDINATOR(16, Retry.YES, "The broker is not the coordinator: look it up again."),
    INVALID_TOPIC_EXCEPTION(17, "The topic's name is invalid, or the topic is not open to the operation."),
    RECORD_LIST_TOO_LARGE(18, "A record batch is larger than segment.bytes of the topic."),
    NOT_ENOUGH_REPLICAS(
            19, Retry.YES, "Nothing was written: fewer replicas are in sync than min.insync.replicas asks for."),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(
            20,
            Retry.YES,
            "The records were written, but to fewer in-sync replicas than min.insync.replicas asks for."),
    INVALID_REQUIRED_ACKS(21, "acks has to be 0, 1 or all (-1)."),
    ILLEGAL_GENERATION(22, "The generation is not the group's current one: rejoin the group."),
    INCONSISTENT_GROUP_PROTOCOL(23, "The member shares no protocol or protocol type with the group's other members."),
    INVALID_GROUP_ID(24, "The group id is invalid."),
    UNKNOWN_MEMBER_ID(25, "The group has no such member: rejoin without a member id."),
    INVALID_SESSION_TIMEOUT(
            26, "The session timeout is outside group.min.session.timeout.ms and group.max.session.timeout.ms."),
    REBALANCE_IN_PROGRESS(27, "The group is rebalancing: rejoin it."),
    INVALID_COMMIT_OFFSET_SIZE(28, "The offset commit is too large for one record batch."),
    TOPIC_AUTHORIZATION_FAILED(29, "The principal may not do this on the topic."),
    GROUP_AUTHORIZATION_FAILED(30, "The principal may not do this on the group."),
    CLUSTER_AUTHORIZATION_FAILED(31, "The principal may not do this on the cluster."),
    INVALID_TIMESTAMP(32, "A record's timestamp is further from the broker's clock than the topic allows."),
    UNSUPPORTED_SASL_MECHANISM(33, "The SASL mechanism is not enabled on this listener."),
    ILLEGAL_SASL_STATE(34, "The request does not belong at this point of the authentication."),
    UNSUPPORTED_VERSION(35, "The broker does not support the version of the request."),
    TOPIC_ALREADY_EXISTS(36, "A topic with this name exists already."),
    INVALID_PARTITIONS(37, "The number of partitions is invalid."),
    INVALID_REPLICATION_FACTOR(38, "The replication factor is below 1 or above the number of usable brokers."),
    INVALID_REPLICA_ASSIGNMENT(39, "The replica assignment is invalid."),
    INVALID_CONFIG(40, "A configuration is unknown or has an invalid value."),
    NOT_CONTROLLER(41, Retry.YES, "The node is not the active controller."),
    INVALID_REQUEST(42, "The request contradicts itself or asks for what the protocol does not allow."),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, "The record format of the topic does not support this."),
    POLICY_VIOLATION(44, "A policy of the cluster forbids this."),
    OUT_OF_ORDER_SEQUENCE_NUMBER(
            45, "The batch does not follow the producer's last one: sequence numbers are missing between them."),
    DUPLICATE_SEQUENCE_NUMBER(46, "The producer's batch was written before."),
    INVALID_PRODUCER_EPOCH(47, "The producer's epoch is older than the one the broker knows."),
    INVALID_TXN_STATE(48, "The transaction is in a state that does not allow this."),
    INVALID_PRODUCER_ID_MAPPING(49, "The producer id does not belong to the transactional id."),
    INVALID_TRANSACTION_TIMEOUT(50, "The transaction timeout is above transaction.max.timeout.ms."),
    CONCURRENT_TRANSACTIONS(51, Retry.YES, "The transactional id is busy with another operation: try again."),
    TRANSACTION_COORDINATOR_FENCED(52, "The markers come from a transaction coordinator that has been replaced."),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, "The principal may not use the transactional id."),
    SECURITY_DISABLED(54, "No authorizer is configured, so there are no ACLs."),
    OPERATION_NOT_ATTEMPTED(55, "The operation was not tried because another one of the request failed."),
    KAFKA_STORAGE_ERROR(56, Retry.YES, "The disk under the partition failed."),
    LOG_DIR_NOT_FOUND(57, "The broker has no such log directory."),
    SASL_AUTHENTICATION_FAILED(58, "The authentication failed."),
    UNKNOWN_PRODUCER_ID(
            59, "The partition knows nothing of the producer id, perhaps because its records have expired."),
    REASSIGNMENT_IN_PROGRESS(60, "The partition is being reassigned."),
    DELEGATION_TOKEN_AUTH_DISABLED(61, "Delegation tokens are not enabled."),
    DELEGATION_TOKEN_NOT_FOUND(62, "There is no such delegation token."),
    DELEGATION_TOKEN_OWNER_MISMATCH(63, "The principal is neither owner nor renewer of the delegation token."),
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(64, "Delegation tokens are not handed out on a connection of this kind."),
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, "The principal may not do this with the delegation token."),
    DELEGATION_TOKEN_EXPIRED(66, "The delegation token has expired."),
    INVALID_PRINCIPAL_TYPE(67, "The type of the principal is not supported."),
    NON_EMPTY_GROUP(68, "The group still has members."),
    GROUP_ID_NOT_FOUND(69, "There is no such group."),
    FETCH_SESSION_ID_NOT_FOUND(70, Retry.YES, "There is no such fetch session: open a new one."),
    INVALID_FETCH_SESSION_EPOCH(71, Retry.YES, "The epoch is not the fetch session's next one: open a new session."),
    LISTENER_NOT_FOUND(72, Retry.YES, "The leader has no listener of the kind the request came in on."),
    TOPIC_DELETION_DISABLED(73, "delete.topic.enable is false."),
    FENCED_LEADER_EPOCH(
            74, Retry.YES, "The leader epoch of the request is older than the broker's: refresh the metadata."),
    UNKNOWN_LEADER_EPOCH(75, Retry.YES, "The leader epoch of the request is newer than the broker's: try again."),
    UNSUPPORTED_COMPRESSION_TYPE(76, "The version of the request cannot carry the compression of the records."),
    STALE_BROKER_EPOCH(77, "The broker has registered again since."),
    OFFSET_NOT_AVAILABLE(78, Retry.YES, "A new leader does not know its high watermark yet: try again."),
    MEMBER_ID_REQUIRED(79, "Join again with the member id that this response carries."),
    PREFERRED_LEADER_NOT_AVAILABLE(80, Retry.YES, "The preferred leader is not available."),
    GROUP_MAX_SIZE_REACHED(81, "The group has group.max.size members."),
    FENCED_INSTANCE_ID(82, "Another member has joined with the same group.instance.id."),
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83, Retry.YES, "No replica of the partition is fit to lead it."),
    ELECTION_NOT_NEEDED(84, Retry.YES, "The partition has the wanted leader already."),
    NO_REASSIGNMENT_IN_PROGRESS(85, "The partition is not being reassigned."),
    GROUP_SUBSCRIBED_TO_TOPIC(86, "The group is subscribed to the topic, so its offsets there cannot be deleted."),
    INVALID_RECORD(87, "A record breaks a rule of the topic."),
    UNSTABLE_OFFSET_COMMIT(88, Retry.YES, "A transaction that commits these offsets is still open: try again."),
    THROTTLING_QUOTA_EXCEEDED(89, Retry.YES, "The quota is used up: wait as long as the response says."),
    PRODUCER_FENCED(90, "A newer producer uses the same transactional id."),
    RESOURCE_NOT_FOUND(91, "There is no such resource."),
    DUPLICATE_RESOURCE(92, "The request names the same resource twice."),
    UNACCEPTABLE_CREDENTIAL(93, "The credential is not acceptable: look at its name, mechanism and iterations."),
    INCONSISTENT_VOTER_SET(94, "Sender and receiver do not agree on the voters."),
    INVALID_UPDATE_VERSION(95, "The feature cannot go to this version."),
    FEATURE_UPDATE_FAILED(96, "The features could not be updated."),
    PRINCIPAL_DESERIALIZATION_FAILURE(97, "The principal of a forwarded request cannot be read."),
    SNAPSHOT_NOT_FOUND(98, "There is no such snapshot."),
    POSITION_OUT_OF_RANGE(99, "The position lies outside the snapshot."),
    UNKNOWN_TOPIC_ID(100, Retry.YES, "No topic with this id exists here."),
    DUPLICATE_BROKER_REGISTRATION(101, "Another running broker has this id."),
    BROKER_ID_NOT_REGISTERED(102, "No broker with this id is registered."),
    INCONSISTENT_TOPIC_ID(103, Retry.YES, "The log belongs to a topic with another id."),
    INCONSISTENT_CLUSTER_ID(104, "The request is meant for another cluster."),
    TRANSACTIONAL_ID_NOT_FOUND(105, "There is no such transactional id."),
    FETCH_SESSION_TOPIC_ID_ERROR(106, Retry.YES, "The fetch session mixes topic names and topic ids: open a new one."),
    INELIGIBLE_REPLICA(107, "A replica of the new ISR may not be in it."),
    NEW_LEADER_ELECTED(108, "The change was made, and the partition has another leader now."),
    OFFSET_MOVED_TO_TIERED_STORAGE(109, "The offset has moved to tiered storage."),
    FENCED_MEMBER_EPOCH(110, "The member epoch is fenced: give up all partitions and rejoin."),
    UNRELEASED_INSTANCE_ID(111, "Another member still holds the instance id and has to leave first."),
    UNSUPPORTED_ASSIGNOR(112, "The group does not support the assignor."),
    STALE_MEMBER_EPOCH(113, "The member epoch is old: try again after the next heartbeat."),
    MISMATCHED_ENDPOINT_TYPE(114, "The endpoint is not of the kind that the request is for."),
    UNSUPPORTED_ENDPOINT_TYPE(115, "The kind of endpoint is not supported."),
    UNKNOWN_CONTROLLER_ID(116, "There is no controller with this id."),
    UNKNOWN_SUBSCRIPTION_ID(117, "The telemetry subscription is old or unknown: ask for it again."),
    TELEMETRY_TOO_LARGE(118, "The telemetry payload is larger than telemetry.max.bytes."),
    INVALID_REGISTRATION(119, "The controller does not accept the registration."),
    TRANSACTION_ABORTABLE(120, "The transaction has to be aborted; the producer may go on after that."),
    INVALID_RECORD_STATE(121, "The record is in a state that cannot be acknowledged so."),
    SHARE_SESSION_NOT_FOUND(122, Retry.YES, "There is no such share session: open a new one."),
    INVALID_SHARE_SESSION_EPOCH(123, Retry.YES, "The epoch is not the share session's next one: open a new session."),
    FENCED_STATE_EPOCH(124, "The state epoch is not the one the coordinator knows."),
    INVALID_VOTER_KEY(125, "The voter's directory id is not the one of the receiver."),
    DUPLICATE_VOTER(126, "The node is a voter already."),
    VOTER_NOT_FOUND(127, "The node is not a voter."),
    INVALID_REGULAR_EXPRESSION(128, "The regular expression is invalid."),
    REBOOTSTRAP_REQUIRED(129, "The client's metadata is of no use any more: start from the bootstrap servers."),
    STREAMS_INVALID_TOPOLOGY(130, "The topology is invalid."),
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, "The topology epoch is invalid."),
    STREAMS_TOPOLOGY_FENCED(132, "The topology epoch is older than the group's."),
    SHARE_SESSION_LIMIT_REACHED(133, Retry.YES, "The broker has as many share sessions as it may have."),
    GROUP_DELETION_FAILED(134, "The group could not be deleted; the response says why."),
    STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED(
            135, "The topology description could not be stored; the response says why."),
    CONTROLLER_ID_NOT_REGISTERED(136, "No controller with this id is registered.");

    private static final ErrorCode[] BY_CODE = byCode();

    private final short code;
    private final Retry retry;
    private final String defaultMessage;

    ErrorCode(int code, Retry retry, String defaultMessage) {
        this.code = (short) code;
        this.retry = retry;
        this.defaultMessage = defaultMessage;
    }

    ErrorCode(int code, String defaultMessage) {
        this(code, Retry.NO, defaultMessage);
    }

    /** The error with the number; {@link #UNKNOWN_SERVER_ERROR} if there is none, as in Kafka. */
    public static ErrorCode forCode(short code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN_SERVER_ERROR;
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** Whether a client may send the request again unchanged. */
    public boolean isRetriable() {
        return retry == Retry.YES;
    }

    /** What a client is told where there is nothing better to say. */
    public String defaultMessage() {
        return defaultMessage;
    }

    private static ErrorCode[] byCode() {
        ErrorCode[] codes = new ErrorCode[values().length - 1];
        for (ErrorCode error : values()) {
            if (error != UNKNOWN_SERVER_ERROR) {
                codes[error.code] = error;
            }
        }
        return codes;
    }

    private enum Retry {
        YES,
        NO
    }
}
