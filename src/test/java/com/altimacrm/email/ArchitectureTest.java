package com.altimacrm.email;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The walls between packages, as each package-info describes them. Plain tests: fields of ArchUnit's own kind have been
 * seen to report green without running.
 */
class ArchitectureTest {
    private static final String ROOT = "com.altimacrm.email.";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.altimacrm.email");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.altimacrm.email");

    /** Each feature and the features its classes may name; sub-packages count as their feature. */
    private static final String[][] TABLE = {
        {"message"},
        {"problem"},
        {"egress"},
        {"flow", "problem"},
        {"input", "message", "problem"},
        {"platform", "problem"},
        {"transport", "message", "egress"},
        {"identity", "message", "problem", "input", "platform"},
        {"tenant", "message", "problem", "input", "transport", "identity", "platform"},
        {"template", "message", "problem", "input", "tenant", "identity", "platform"},
        {"attachment", "message", "problem", "input", "egress"},
        {"suppression", "message", "problem", "input", "identity", "platform"},
        {"outbox", "message", "problem", "input", "flow", "tenant", "transport", "attachment", "identity", "platform"},
        {
            "submission",
            "message",
            "problem",
            "input",
            "flow",
            "tenant",
            "template",
            "attachment",
            "outbox",
            "identity",
            "platform"
        },
    };

    @Test
    void theRulesSeeOurClasses() {
        assertThat(OURS.size()).isGreaterThan(150);
        assertThat(TESTS.size()).isGreaterThan(30);
    }

    @Test
    void everyFeatureStandsInTheTable() {
        Set<String> features = OURS.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(features)
                .isEqualTo(Arrays.stream(TABLE).map(row -> row[0]).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void featuresUseOnlyWhatTheTableAllows() {
        for (String[] row : TABLE) {
            String[] allowed =
                    Arrays.stream(row).map(name -> ROOT + name + "..").toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + row[0] + "..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("com.altimacrm.email..").and(not(resideInAnyPackage(allowed))))
                    .check(OURS);
        }
    }

    @Test
    void featuresFormNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void onlyDoorsAskWhoCallsAndUseTheWireForms() {
        for (String feature : new String[] {"tenant", "template", "suppression", "submission"}) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + feature + "..")
                    .and()
                    .resideOutsideOfPackage(ROOT + feature + ".rest..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + "identity..", ROOT + "platform..")
                    .check(OURS);
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT + "outbox..")
                .and()
                .resideOutsideOfPackage(ROOT + "outbox.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "identity..")
                .check(OURS);
    }

    @Test
    void platformLendsItsWireFormsAndNothingElse() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + "platform.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "platform..")
                        .and(not(nameMatching(".*\\.(WireTime|Envelope|Refusal)"))))
                .check(OURS);
    }

    @Test
    void mailValuesProblemsAndTheTemplateLanguageNeedTheJdkOnly() {
        for (String name : new String[] {"message", "problem", "template.engine"}) {
            classes()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "javax.crypto..", ROOT + name + "..")
                    .check(OURS);
        }
    }

    @Test
    void sqlIsWrittenInStoresOnly() {
        // DatabaseFaults knows the driver's exceptions, DatabaseLines its connection options; neither holds SQL.
        noClasses()
                .that(resideOutsideOfPackage(ROOT + "(*).store..")
                        .and(not(nameMatching(".*\\.Database(Faults|Lines)"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta.persistence..",
                        "java.sql..",
                        "io.vertx.sqlclient..",
                        "io.vertx.mutiny.sqlclient..",
                        "io.vertx.mysqlclient.."))
                .check(OURS);
    }

    @Test
    void httpIsSpokenInRestAndPlatformOnly() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "(*).rest..", ROOT + "platform..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy.."))
                .check(OURS);
    }

    @Test
    void amqpIsSpokenInAmqpOnly() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + "(*).amqp.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "com.rabbitmq..",
                        "io.vertx.rabbitmq..",
                        "io.smallrye.reactive.messaging..",
                        "org.eclipse.microprofile.reactive.messaging.."))
                .check(OURS);
    }

    @Test
    void providersDoNotKnowEachOtherAndNobodyKnowsThem() {
        slices().matching(ROOT + "transport.(*)..")
                .should()
                .notDependOnEachOther()
                .check(OURS);
        noClasses()
                .that(resideOutsideOfPackage(ROOT + "transport.(*).."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "transport.(*).."))
                .check(OURS);
    }

    @Test
    void storesKnowNoDoor() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "(*).store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "(*).rest..", ROOT + "(*).amqp..")
                .check(OURS);
    }

    @Test
    void everybodyLogsThroughOneLogger() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j..", "io.quarkus.logging.."))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(OURS);
    }

    @Test
    void onlyTheStopWaitsByBlocking() {
        DescribedPredicate<JavaClass> others = not(nameMatching(".*\\.OutboxLifecycle"));
        noClasses()
                .that(others)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(OURS);
    }

    @Test
    void testsThatNeedServersAreNamedIt() {
        classes()
                .that()
                .areAnnotatedWith(QuarkusTest.class)
                .should()
                .haveSimpleNameEndingWith("IT")
                .check(TESTS);
    }
}
