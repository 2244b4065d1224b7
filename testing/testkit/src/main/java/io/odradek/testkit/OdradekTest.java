package io.odradek.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit test class a broker: constructors, lifecycle methods and tests may have a parameter of type
 * {@link OdradekBroker}.
 *
 * <pre>{@code
 * @OdradekTest
 * class OrdersTest {
 *     @Test
 *     void ordersArrive(OdradekBroker broker) { ... broker.bootstrapServers() ... }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OdradekExtension.class)
public @interface OdradekTest {
    /** Whether the tests of the class share a broker, the default, or each has one of its own. */
    OdradekExtension.Lifecycle lifecycle() default OdradekExtension.Lifecycle.PER_CLASS;

    /** Keys of {@code server.properties}, each as {@code key=value}. */
    String[] config() default {};
}
