package io.odradek.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a JUnit test class a cluster of its own, as tests of what happens when nodes end need it: lifecycle methods
 * and tests may have a parameter of type {@link OdradekCluster}.
 *
 * <pre>{@code
 * @OdradekClusterTest(nodes = 3)
 * class OrdersTest {
 *     @Test
 *     void ordersSurviveANode(OdradekCluster cluster) { ... cluster.kill(2) ... }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OdradekClusterExtension.class)
public @interface OdradekClusterTest {
    /** How many nodes the cluster has, at least 1. */
    int nodes() default 3;

    /** Keys of {@code server.properties} for every node, each as {@code key=value}. */
    String[] config() default {};
}
