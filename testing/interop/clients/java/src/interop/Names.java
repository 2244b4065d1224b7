package interop;

import java.util.HashMap;
import java.util.Map;

/** Where the broker listens, and the topics and group of one run. */
record Names(String bootstrap, String name) {
    String records() {
        return name + ".records";
    }

    String keyed() {
        return name + ".keyed";
    }

    String acks() {
        return name + ".acks";
    }

    String times() {
        return name + ".times";
    }

    String group() {
        return name + ".group";
    }

    /** A client's configuration: the bootstrap address and these {@code key, value} pairs. */
    Map<String, Object> config(Object... pairs) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        for (int i = 0; i < pairs.length; i += 2) {
            config.put((String) pairs[i], pairs[i + 1]);
        }
        return config;
    }
}
