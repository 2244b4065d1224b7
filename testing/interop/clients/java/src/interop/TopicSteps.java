package interop;

import static interop.Expected.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/** Creates and deletes the topics of a run, through the admin client. */
final class TopicSteps {
    private final Names names;
    private final List<String> topics;

    TopicSteps(Names names) {
        this.names = names;
        this.topics = List.of(names.records(), names.keyed(), names.acks(), names.times());
    }

    String create() throws Exception {
        try (Admin admin = Admin.create(names.config())) {
            List<NewTopic> wanted = new ArrayList<>();
            for (String topic : topics) {
                int partitions = topic.equals(names.times()) ? 1 : Expected.PARTITIONS;
                wanted.add(new NewTopic(topic, partitions, (short) 1).configs(Map.of("retention.ms", "604800000")));
            }
            admin.createTopics(wanted).all().get(30, TimeUnit.SECONDS);
            // Apache Kafka answers CreateTopics before every broker has to know the topic.
            untilListed(admin, listed -> listed.containsAll(topics));
            TopicDescription described =
                    admin.describeTopics(topics).allTopicNames().get(30, TimeUnit.SECONDS).get(names.records());
            check(described.partitions().size() == Expected.PARTITIONS, "described as " + described);
            return described.name() + " has " + described.partitions().size() + " partitions";
        }
    }

    String delete() throws Exception {
        try (Admin admin = Admin.create(names.config())) {
            admin.deleteTopics(topics).all().get(30, TimeUnit.SECONDS);
            untilListed(admin, listed -> topics.stream().noneMatch(listed::contains));
            return topics.size() + " topics are gone";
        }
    }

    private static void untilListed(Admin admin, Predicate<Set<String>> wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Set<String> listed = admin.listTopics().names().get(30, TimeUnit.SECONDS);
        while (!wanted.test(listed)) {
            check(System.nanoTime() < end, "after 20 s the list of topics is still " + listed);
            TimeUnit.MILLISECONDS.sleep(20);
            listed = admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }
}
