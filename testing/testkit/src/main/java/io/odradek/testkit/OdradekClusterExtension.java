package io.odradek.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts a cluster for each test of a class with {@link OdradekClusterTest}, and stops it after the test. */
public final class OdradekClusterExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OdradekClusterExtension.class);

    /** For JUnit. */
    OdradekClusterExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        clusterIn(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OdradekCluster.class;
    }

    @Override
    public OdradekCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return clusterIn(context);
    }

    /** JUnit closes it together with the context that it was made for. */
    private static OdradekCluster clusterIn(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(OdradekCluster.class, _ -> configured(context).start(), OdradekCluster.class);
    }

    private static OdradekCluster.Builder configured(ExtensionContext context) {
        OdradekClusterTest annotation = annotation(context)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "the class of the test has no @OdradekClusterTest, which says how the cluster shall be"));
        OdradekCluster.Builder builder = OdradekCluster.builder().nodes(annotation.nodes());
        for (String config : annotation.config()) {
            int equals = config.indexOf('=');
            if (equals < 1) {
                throw new ExtensionConfigurationException(
                        "@OdradekClusterTest(config = \"" + config + "\") is not of the form key=value");
            }
            builder.config(config.substring(0, equals), config.substring(equals + 1));
        }
        return builder;
    }

    private static Optional<OdradekClusterTest> annotation(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<OdradekClusterTest> found = at.get()
                    .getTestClass()
                    .flatMap(type -> AnnotationSupport.findAnnotation(type, OdradekClusterTest.class));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
