package io.odradek.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.odradek.architecture.SourceTree.Module;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Kernel and state have no effects of their own; below the server module nobody makes threads, clocks or chance. */
class PurityTest {
    private static final Set<String> AMBIENT_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.lang.Thread.start",
            "java.lang.Thread.startVirtualThread",
            "java.util.concurrent.ThreadLocalRandom.current");

    @Test
    void kernelAndStateNameNoEffects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccess).*|java\\.nio\\.(channels|file)\\..*|java\\.net\\..*"
                        + "|java\\.util\\.(Random|SplittableRandom|Timer)|java\\.security\\.SecureRandom"
                        + "|java\\.lang\\.Thread|java\\.util\\.concurrent\\.(locks\\..*|Executor.*|ThreadLocalRandom)")
                .check(classes(Module::isPure));
    }

    @Test
    void kernelAndStateReadNoAmbientClock() {
        noClasses().should(callAmbient()).check(classes(Module::isPure));
    }

    @Test
    void ioAndBrokerGetThreadsClocksAndChanceFromTheServer() {
        noClasses()
                .should(callAmbient())
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.concurrent\\.(Executors|ForkJoinPool)|java\\.util\\.(Random|SplittableRandom|Timer)"
                                + "|java\\.security\\.SecureRandom")
                .check(classes(
                        module -> module.layer().equals("io") || module.name().equals("broker")));
    }

    @Test
    void kafkasInternalsAreNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.apache\\.kafka\\.common\\.(protocol|message|requests|record|network|utils)\\..*")
                .check(classes(module -> !module.layer().equals("testing")));
    }

    private static ArchCondition<JavaClass> callAmbient() {
        return new ArchCondition<>("read an ambient clock, start a thread or draw ambient chance") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    String target = call.getTargetOwner().getName() + "." + call.getName();
                    events.add(new SimpleConditionEvent(call, AMBIENT_CALLS.contains(target), call.getDescription()));
                }
            }
        };
    }

    private static JavaClasses classes(Predicate<Module> which) {
        List<Path> folders = SourceTree.modules().stream()
                .filter(which)
                .map(Module::classes)
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }
}
