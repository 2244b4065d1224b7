package io.odradek.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which broker a test gets, and for how long it lives. */
class OdradekTestTest {
    @Nested
    @OdradekTest(config = "num.partitions=3")
    @TestMethodOrder(MethodOrderer.MethodName.class)
    class PerClass {
        private static final Set<OdradekBroker> SEEN = new HashSet<>();
        private final OdradekBroker ofConstructor;

        PerClass(OdradekBroker broker) {
            ofConstructor = broker;
        }

        @BeforeAll
        static void theBrokerIsThereFromTheBeginning(OdradekBroker broker) {
            SEEN.add(broker);
        }

        @RepeatedTest(2)
        void everyoneGetsTheSame(OdradekBroker broker) {
            SEEN.add(broker);
            assertThat(SEEN).containsExactly(broker);
            assertThat(ofConstructor).isSameAs(broker);
            assertThat(broker.dataFolder()).isDirectory();
        }

        @Nested
        class Inside {
            @Test
            void aNestedClassSharesIt(OdradekBroker broker) {
                assertThat(broker).isSameAs(ofConstructor);
            }
        }
    }

    @Nested
    @OdradekTest(lifecycle = OdradekExtension.Lifecycle.PER_METHOD)
    class PerMethod {
        private static final Set<OdradekBroker> SEEN = new HashSet<>();
        private final OdradekBroker ofConstructor;

        PerMethod(OdradekBroker broker) {
            ofConstructor = broker;
        }

        @RepeatedTest(2)
        void eachTestGetsANewOne(OdradekBroker broker) {
            assertThat(SEEN.add(broker)).isTrue();
            assertThat(ofConstructor).isSameAs(broker);
        }

        @AfterAll
        static void theyAreAllClosed() {
            assertThat(SEEN)
                    .hasSize(2)
                    .allSatisfy(broker -> assertThat(broker.dataFolder()).doesNotExist());
        }
    }

    @Nested
    class StaticField {
        @RegisterExtension
        static final OdradekExtension ODRADEK =
                OdradekExtension.of(OdradekBroker.builder().config("num.partitions", 3));

        private static final Set<OdradekBroker> SEEN = new HashSet<>();

        @RepeatedTest(2)
        void allTestsShareOne(OdradekBroker broker) {
            SEEN.add(broker);
            assertThat(SEEN).containsExactly(ODRADEK.broker());
        }
    }

    @Nested
    class InstanceField {
        private static final Set<OdradekBroker> SEEN = new HashSet<>();

        @RegisterExtension
        final OdradekExtension odradek = OdradekExtension.create();

        @RepeatedTest(2)
        void eachTestHasItsOwn() {
            assertThat(SEEN.add(odradek.broker())).isTrue();
        }
    }
}
