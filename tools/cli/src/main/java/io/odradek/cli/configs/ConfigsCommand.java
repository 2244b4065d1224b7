package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Describes or alters the configs of an entity, whatever its type. */
final class ConfigsCommand {
    private final ResourceConfigs resources;
    private final QuotaConfigs quotas;
    private final ScramConfigs scram;
    private final PrintStream out;

    ConfigsCommand(Admin admin, PrintStream out) {
        this.resources = new ResourceConfigs(admin, out);
        this.quotas = new QuotaConfigs(admin, out);
        this.scram = new ScramConfigs(admin, out);
        this.out = out;
    }

    /** Shows configs; {@code all} for those too that were not set. */
    void describe(List<Entity> entities, boolean all) throws ExecutionException, InterruptedException {
        Entity first = entities.getFirst();
        if (!first.type().hasQuotas()) {
            resources.describe(first, all);
            return;
        }
        quotas.describe(entities);
        if (entities.size() == 1 && first.type() == EntityType.USERS && !first.isDefault()) {
            scram.describe(first.name());
        }
    }

    /**
     * Changes configs and says so.
     *
     * @throws CommandException if the changes are none of the entity's
     */
    void alter(List<Entity> entities, ConfigChanges changes) throws ExecutionException, InterruptedException {
        Entity first = entities.getFirst();
        if (!first.type().hasQuotas()) {
            resources.alter(first, changes);
        } else if (isAboutCredentials(entities, changes)) {
            scram.alter(first.name().orElseThrow(), changes);
        } else {
            quotas.alter(entities, changes);
        }
        out.println(
                first.isDefault()
                        ? "Completed updating default config for "
                                + first.type().plural() + " in the cluster."
                        : "Completed updating config for " + first.type().singular() + " "
                                + first.name().orElseThrow() + ".");
    }

    /** Tells credentials from quotas, which one request cannot both hold. */
    private static boolean isAboutCredentials(List<Entity> entities, ConfigChanges changes) {
        Entity first = entities.getFirst();
        boolean onlyUser = entities.size() == 1 && first.type() == EntityType.USERS;
        refuseUnknown(first.type(), onlyUser, changes.add().keySet().stream().toList(), "added");
        refuseUnknown(first.type(), onlyUser, changes.delete(), "deleted");
        boolean credentials = changes.names().stream().anyMatch(ScramConfigs::knows);
        if (!credentials) {
            return false;
        }
        if (changes.names().stream().anyMatch(name -> !ScramConfigs.knows(name))) {
            throw new CommandException("Cannot alter both quota and SCRAM credential configs simultaneously for 'users'"
                    + " using --bootstrap-server.");
        }
        if (first.isDefault()) {
            throw new CommandException("The use of --entity-default or --user-defaults is not allowed with User SCRAM"
                    + " Credentials using --bootstrap-server.");
        }
        return true;
    }

    private static void refuseUnknown(EntityType type, boolean onlyUser, List<String> names, String what) {
        Optional<String> unknown = names.stream()
                .filter(name -> !QuotaConfigs.knows(type, name) && !(onlyUser && ScramConfigs.knows(name)))
                .findFirst();
        unknown.ifPresent(name -> {
            String kind =
                    type == EntityType.IPS ? "connection quota" : onlyUser ? "quota and SCRAM credential" : "quota";
            String of = onlyUser || type == EntityType.IPS ? type.plural() : EntityType.CLIENTS.plural();
            throw new CommandException("Only " + kind + " configs can be " + what + " for '" + of
                    + "' using --bootstrap-server. Unexpected config names: " + name);
        });
    }
}
