package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Configs of topics, brokers, broker loggers, client metrics and groups (KIP-133, KIP-226, KIP-339, KIP-412, KIP-714). */
final class ResourceConfigs {
    private static final int TIMEOUT_MS = 30_000;

    private final Admin admin;
    private final PrintStream out;

    ResourceConfigs(Admin admin, PrintStream out) {
        this.admin = admin;
        this.out = out;
    }

    /** Shows what was set for the entity or for all of its type; with {@code all}, everything that holds for it. */
    void describe(Entity entity, boolean all) throws ExecutionException, InterruptedException {
        if (entity.isNamed()) {
            String name = entity.name().orElseThrow();
            if (!existing(entity.type()).contains(name)) {
                out.println("The " + entity.type().singular() + " '" + name
                        + "' doesn't exist and doesn't have dynamic config.");
                return;
            }
            describeOne(entity.type(), name, all);
        } else if (entity.isDefault()) {
            describeOne(entity.type(), "", all);
        } else {
            for (String name : existing(entity.type())) {
                describeOne(entity.type(), name, all);
            }
            if (entity.type().hasDefaults()) {
                describeOne(entity.type(), "", all);
            }
        }
    }

    private void describeOne(EntityType type, String name, boolean all)
            throws ExecutionException, InterruptedException {
        if (name.isEmpty()) {
            out.println("Default configs for " + type.plural() + " in the cluster are:");
        } else {
            out.println((all ? "All" : "Dynamic") + " configs for " + type.singular() + " " + name + " are:");
        }
        ConfigSource set = name.isEmpty() ? ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG : type.source();
        for (ConfigEntry entry : entries(type, name)) {
            if (all || entry.source() == set) {
                String synonyms = entry.synonyms().stream()
                        .map(synonym -> synonym.source() + ":" + synonym.name() + "=" + synonym.value())
                        .collect(Collectors.joining(", ", "{", "}"));
                out.println("  " + entry.name() + "=" + entry.value() + " sensitive=" + entry.isSensitive()
                        + " synonyms=" + synonyms);
            }
        }
    }

    private List<ConfigEntry> entries(EntityType type, String name) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(type.resourceType(), name);
        DescribeConfigsOptions options = new DescribeConfigsOptions().includeSynonyms(true);
        Collection<ConfigEntry> entries = Objects.requireNonNull(admin.describeConfigs(List.of(resource), options)
                        .values()
                        .get(resource))
                .get()
                .entries();
        return entries.stream().sorted(Comparator.comparing(ConfigEntry::name)).toList();
    }

    /** The names of all entities of the type that are there, or for which something was set. */
    private Set<String> existing(EntityType type) throws ExecutionException, InterruptedException {
        Set<String> names = new LinkedHashSet<>();
        switch (type) {
            case TOPICS ->
                names.addAll(admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names()
                        .get());
            case BROKERS, BROKER_LOGGERS -> {
                for (Node node : admin.describeCluster().nodes().get()) {
                    names.add(node.idString());
                }
            }
            case GROUPS -> {
                for (GroupListing group : admin.listGroups().valid().get()) {
                    names.add(group.groupId());
                }
                names.addAll(configured(type));
            }
            case CLIENT_METRICS -> names.addAll(configured(type));
            case CLIENTS, USERS, IPS -> throw new IllegalStateException(type + " have quotas");
        }
        return names;
    }

    private List<String> configured(EntityType type) throws ExecutionException, InterruptedException {
        return admin
                .listConfigResources(Set.of(type.resourceType()), new ListConfigResourcesOptions())
                .all()
                .get()
                .stream()
                .map(ConfigResource::name)
                .toList();
    }

    /** Sets and takes back configs of the entity, all or none. */
    void alter(Entity entity, ConfigChanges changes) throws ExecutionException, InterruptedException {
        String name = entity.name().orElseThrow();
        if (entity.type() == EntityType.BROKER_LOGGERS) {
            checkLoggers(name, changes);
        }
        Collection<AlterConfigOp> operations = new ArrayList<>();
        changes.add()
                .forEach((key, value) -> operations.add(new AlterConfigOp(new ConfigEntry(key, value), OpType.SET)));
        changes.delete().forEach(key -> operations.add(new AlterConfigOp(new ConfigEntry(key, ""), OpType.DELETE)));
        ConfigResource resource = new ConfigResource(entity.type().resourceType(), name);
        admin.incrementalAlterConfigs(Map.of(resource, operations), new AlterConfigsOptions().timeoutMs(TIMEOUT_MS))
                .all()
                .get();
    }

    private void checkLoggers(String broker, ConfigChanges changes) throws ExecutionException, InterruptedException {
        Set<String> known = entries(EntityType.BROKER_LOGGERS, broker).stream()
                .map(ConfigEntry::name)
                .collect(Collectors.toSet());
        List<String> unknown =
                changes.names().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new CommandException("Invalid broker logger(s): " + String.join(",", unknown));
        }
    }
}
