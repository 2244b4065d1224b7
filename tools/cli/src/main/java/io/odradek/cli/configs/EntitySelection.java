package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;

/** Finds out which entities a command line is about. */
final class EntitySelection {
    private EntitySelection() {}

    /**
     * One entity, or a user and a client.
     *
     * @throws CommandException if none is named, or they do not go together
     */
    static List<Entity> of(OptionSet options) {
        boolean generic = options.has(ConfigsCommandLine.ENTITY_TYPE)
                || options.has(ConfigsCommandLine.ENTITY_NAME)
                || options.has(ConfigsCommandLine.ENTITY_DEFAULT);
        List<Entity> entities = shortOptions(options);
        List<EntityType> types =
                new ArrayList<>(entities.stream().map(Entity::type).toList());
        boolean duplicated = false;
        for (Object type : options.valuesOf(ConfigsCommandLine.ENTITY_TYPE)) {
            duplicated |= !entities.isEmpty() && types.contains(EntityType.ofPlural(type.toString()));
            types.add(EntityType.ofPlural(type.toString()));
        }
        checkTypes(types);
        if (generic && !entities.isEmpty() && !duplicated) {
            throw new CommandException(
                    "--entity-{type,name,default} should not be used in conjunction with specific entity flags");
        }
        if (generic) {
            entities = withNames(types, names(options), options.has(ConfigsCommandLine.ALTER));
        }
        entities.forEach(EntitySelection::checkName);
        checkNamed(entities, options);
        return entities;
    }

    private static List<Entity> shortOptions(OptionSet options) {
        List<Entity> entities = new ArrayList<>();
        for (EntityType type : EntityType.values()) {
            options.valuesOf(type.option())
                    .forEach(name -> entities.add(new Entity(type, Optional.of(name.toString()))));
            type.defaultsOption()
                    .filter(options::has)
                    .ifPresent(option -> entities.add(new Entity(type, Optional.of(""))));
        }
        return entities;
    }

    private static void checkTypes(List<EntityType> types) {
        if (types.isEmpty()) {
            throw new CommandException("At least one entity type must be specified");
        }
        Set<EntityType> once = new HashSet<>();
        for (EntityType type : types) {
            if (!once.add(type)) {
                throw new CommandException("Duplicate entity type(s) specified: " + type.plural());
            }
        }
        if (types.size() > 1 && !once.equals(Set.of(EntityType.USERS, EntityType.CLIENTS))) {
            throw new CommandException("Only 'users' and 'clients' entity types may be specified together");
        }
    }

    /** The names in the order in which they stand; an empty one for each {@code --entity-default}. */
    private static List<String> names(OptionSet options) {
        List<String> given = options.valuesOf(ConfigsCommandLine.ENTITY_NAME).stream()
                .map(Object::toString)
                .toList();
        List<String> names = new ArrayList<>();
        int next = 0;
        for (OptionSpec<?> spec : options.specs()) {
            if (spec.options().contains(ConfigsCommandLine.ENTITY_DEFAULT)) {
                names.add("");
            } else if (spec.options().contains(ConfigsCommandLine.ENTITY_NAME)) {
                names.add(given.get(next++));
            }
        }
        return names;
    }

    private static List<Entity> withNames(List<EntityType> types, List<String> names, boolean alter) {
        boolean tooMany = names.size() > types.size();
        boolean tooFew = alter && !names.isEmpty() && names.size() < types.size();
        if (tooMany || tooFew) {
            throw new CommandException("An entity name must be specified for every entity type");
        }
        List<Entity> entities = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            entities.add(new Entity(types.get(i), i < names.size() ? Optional.of(names.get(i)) : Optional.empty()));
        }
        return entities;
    }

    private static void checkName(Entity entity) {
        String name = entity.name().orElse("");
        if (entity.isDefault() && !entity.type().hasDefaults()) {
            throw new CommandException("An entity name must be specified with "
                    + entity.type().plural() + ": it must not be empty, and there are no defaults of "
                    + entity.type().plural() + " to change");
        }
        if (!entity.isNamed()) {
            return;
        }
        if (entity.type() == EntityType.BROKERS || entity.type() == EntityType.BROKER_LOGGERS) {
            try {
                Integer.parseInt(name);
            } catch (NumberFormatException e) {
                throw new CommandException("The entity name for "
                        + entity.type().plural() + " must be a valid integer broker id, but it is: " + name);
            }
        }
        if (entity.type() == EntityType.IPS) {
            try {
                InetAddress.getByName(name);
            } catch (UnknownHostException e) {
                throw new CommandException(
                        "The entity name for ips must be a valid IP or resolvable host, but it is: " + name);
            }
        }
    }

    private static void checkNamed(List<Entity> entities, OptionSet options) {
        boolean unnamed = entities.stream().anyMatch(entity -> entity.name().isEmpty());
        EntityType type = entities.getFirst().type();
        if (!unnamed) {
            return;
        }
        if (options.has(ConfigsCommandLine.ALTER)) {
            throw new CommandException(
                    type.hasDefaults()
                            ? "An entity-name or default entity must be specified with --alter of users, clients, brokers"
                                    + " or ips"
                            : "An entity name must be specified with --alter of " + type.plural());
        }
        if (type == EntityType.BROKER_LOGGERS) {
            throw new CommandException("An entity name must be specified with --describe of broker-loggers");
        }
    }
}
