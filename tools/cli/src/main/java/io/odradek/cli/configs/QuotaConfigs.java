package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.jspecify.annotations.Nullable;

/** Quotas of users, clients and addresses (KIP-546, KIP-612). */
final class QuotaConfigs {
    private static final Set<String> OF_CLIENTS =
            Set.of("producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate");
    private static final Set<String> OF_IPS = Set.of("connection_creation_rate");

    private final Admin admin;
    private final PrintStream out;

    QuotaConfigs(Admin admin, PrintStream out) {
        this.admin = admin;
        this.out = out;
    }

    /** Whether there is such a quota. */
    static boolean knows(EntityType type, String name) {
        return (type == EntityType.IPS ? OF_IPS : OF_CLIENTS).contains(name);
    }

    /** Shows the quotas of the entities, and of no others. */
    void describe(List<Entity> entities) throws ExecutionException, InterruptedException {
        List<ClientQuotaFilterComponent> components = new ArrayList<>();
        for (Entity entity : entities) {
            String type = quotaType(entity.type());
            if (entity.isNamed()) {
                components.add(
                        ClientQuotaFilterComponent.ofEntity(type, entity.name().orElseThrow()));
            } else if (entity.isDefault()) {
                components.add(ClientQuotaFilterComponent.ofDefaultEntity(type));
            } else {
                components.add(ClientQuotaFilterComponent.ofEntityType(type));
            }
        }
        admin.describeClientQuotas(ClientQuotaFilter.containsOnly(components))
                .entities()
                .get()
                .forEach((entity, quotas) -> out.println("Quota configs for " + describe(entity) + " are "
                        + new TreeMap<>(quotas)
                                .entrySet().stream()
                                        .map(quota -> quota.getKey() + "=" + quota.getValue())
                                        .collect(Collectors.joining(", "))));
    }

    private static String describe(ClientQuotaEntity entity) {
        List<String> parts = new ArrayList<>();
        part(entity, ClientQuotaEntity.USER, "user-principal").ifPresent(parts::add);
        part(entity, ClientQuotaEntity.CLIENT_ID, "client-id").ifPresent(parts::add);
        part(entity, ClientQuotaEntity.IP, "ip").ifPresent(parts::add);
        return String.join(", ", parts);
    }

    private static Optional<String> part(ClientQuotaEntity entity, String type, String title) {
        if (!entity.entries().containsKey(type)) {
            return Optional.empty();
        }
        String name = entity.entries().get(type);
        return Optional.of(name == null ? "the default " + title : title + " '" + name + "'");
    }

    /**
     * Sets and takes back quotas.
     *
     * @throws CommandException if a value is no number
     */
    void alter(List<Entity> entities, ConfigChanges changes) throws ExecutionException, InterruptedException {
        Map<String, @Nullable String> entity = new HashMap<>();
        for (Entity part : entities) {
            entity.put(
                    quotaType(part.type()),
                    part.isDefault() ? null : part.name().orElseThrow());
        }
        List<ClientQuotaAlteration.Op> operations = new ArrayList<>();
        changes.add().forEach((name, value) -> operations.add(new ClientQuotaAlteration.Op(name, number(name, value))));
        changes.delete().forEach(name -> operations.add(new ClientQuotaAlteration.Op(name, null)));
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(entity), operations)))
                .all()
                .get();
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new CommandException("Cannot parse quota configuration value for " + name + ": " + value);
        }
    }

    private static String quotaType(EntityType type) {
        return switch (type) {
            case USERS -> ClientQuotaEntity.USER;
            case CLIENTS -> ClientQuotaEntity.CLIENT_ID;
            case IPS -> ClientQuotaEntity.IP;
            case TOPICS, BROKERS, BROKER_LOGGERS, CLIENT_METRICS, GROUPS ->
                throw new IllegalStateException(type + " have no quotas");
        };
    }
}
