package io.odradek.testkit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts brokers for JUnit tests and stops them. Used through {@link OdradekTest}, or in a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final OdradekExtension ODRADEK = OdradekExtension.of(OdradekBroker.builder().config("num.partitions", 3));
 * }</pre>
 *
 * <p>A static field makes one broker for the class, a field of the instance one for each test. Either way tests may take
 * it as a parameter of type {@link OdradekBroker} or ask {@link #broker()}.
 */
public final class OdradekExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private final Namespace namespace = Namespace.create(OdradekExtension.class, this);
    private final OdradekBroker.@Nullable Builder builder;
    private volatile @Nullable OdradekBroker current;

    /** How long a broker lives. */
    public enum Lifecycle {
        /** All tests of a class, and of the classes nested in it, share one broker. */
        PER_CLASS,
        /** Each test has a new broker. */
        PER_METHOD
    }

    /** For JUnit, which makes the extension that {@link OdradekTest} names. */
    OdradekExtension() {
        this.builder = null;
    }

    private OdradekExtension(OdradekBroker.Builder builder) {
        this.builder = builder;
    }

    /** An extension whose brokers have the defaults. */
    public static OdradekExtension create() {
        return of(OdradekBroker.builder());
    }

    /** An extension whose brokers are made by the given builder. */
    public static OdradekExtension of(OdradekBroker.Builder builder) {
        return new OdradekExtension(builder);
    }

    /**
     * The broker of the test that runs.
     *
     * @throws IllegalStateException if none runs
     */
    public OdradekBroker broker() {
        OdradekBroker running = current;
        if (running == null) {
            throw new IllegalStateException(
                    "No test with this extension runs: the broker is there from @BeforeAll on if "
                            + "the field is static, else from @BeforeEach on");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (lifecycle(context) == Lifecycle.PER_CLASS) {
            brokerIn(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        brokerIn(context);
    }

    /** So that a constructor gets the broker of its test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OdradekBroker.class;
    }

    @Override
    public OdradekBroker resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return brokerIn(context);
    }

    /** The broker of the context or of one around it; JUnit closes it together with the context that it was made for. */
    private OdradekBroker brokerIn(ExtensionContext context) {
        OdradekBroker broker = context.getStore(namespace)
                .computeIfAbsent(OdradekBroker.class, _ -> configured(context).start(), OdradekBroker.class);
        current = broker;
        return broker;
    }

    private OdradekBroker.Builder configured(ExtensionContext context) {
        if (builder != null) {
            return builder;
        }
        OdradekBroker.Builder made = OdradekBroker.builder();
        for (String config : annotation(context).map(OdradekTest::config).orElseGet(() -> new String[0])) {
            int equals = config.indexOf('=');
            if (equals < 1) {
                throw new ExtensionConfigurationException(
                        "@OdradekTest(config = \"" + config + "\") is not of the form key=value");
            }
            made.config(config.substring(0, equals), config.substring(equals + 1));
        }
        return made;
    }

    /** In a field of an instance nothing comes here, so its brokers are made before each test. */
    private Lifecycle lifecycle(ExtensionContext context) {
        return builder != null
                ? Lifecycle.PER_CLASS
                : annotation(context).map(OdradekTest::lifecycle).orElse(Lifecycle.PER_CLASS);
    }

    private static Optional<OdradekTest> annotation(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<OdradekTest> found =
                    at.get().getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, OdradekTest.class));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
