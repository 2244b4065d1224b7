package interop;

import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the whole scenario of {@code clients/README.md}: {@code Main BOOTSTRAP NAME}. Exit code 0 only if every step holds. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: Main BOOTSTRAP NAME");
            System.exit(2);
        }
        Names names = new Names(args[0], args[1]);
        Map<String, Step> steps = new LinkedHashMap<>();
        TopicSteps topics = new TopicSteps(names);
        ProduceSteps produce = new ProduceSteps(names);
        ConsumeSteps consume = new ConsumeSteps(names);
        steps.put("create-topic", topics::create);
        for (String codec : Expected.CODECS) {
            steps.put("produce-" + codec, () -> produce.codec(codec));
        }
        steps.put("consume-assign", consume::assign);
        steps.put("keyed-partitions", produce::keyed);
        steps.put("produce-acks", produce::acks);
        steps.put("group-commit", consume::groupCommit);
        steps.put("group-resume", consume::groupResume);
        steps.put("timestamps", consume::timestamps);
        steps.put("delete-topic", topics::delete);
        steps.forEach(Main::run);
        System.exit(0);
    }

    private static void run(String name, Step step) {
        try {
            System.out.println("ok " + name + ": " + step.run());
        } catch (Exception | AssertionError e) {
            System.err.println("FAILED " + name + ": " + e);
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** One step: returns what it saw, for the line that is printed; throws if anything differs from what it expects. */
    interface Step {
        String run() throws Exception;
    }
}
