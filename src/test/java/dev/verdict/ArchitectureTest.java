package dev.verdict;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;

/** Holds the direction of dependencies between the features. */
@AnalyzeClasses(packages = "dev.verdict", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** Feature -> the features that it may know. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("review", Set.of()),
            Map.entry("text", Set.of()),
            Map.entry("dataset", Set.of()),
            Map.entry("topics", Set.of()),
            Map.entry("broker", Set.of()),
            Map.entry("launch", Set.of()),
            Map.entry("roles", Set.of()),
            Map.entry("network", Set.of()),
            Map.entry("model", Set.of("text", "network")),
            Map.entry("inference", Set.of("text", "network", "model")),
            Map.entry("scoring", Set.of("review", "text", "model", "inference")),
            Map.entry("explanation", Set.of("text", "scoring")),
            Map.entry("live", Set.of("review", "topics")),
            Map.entry("trend", Set.of("live")),
            Map.entry("stream", Set.of("review", "model", "scoring", "topics", "roles")),
            Map.entry("rollup", Set.of("review", "stream", "topics", "roles")),
            Map.entry("replay", Set.of("review", "stream", "topics")),
            Map.entry("registry", Set.of("review", "model", "scoring", "topics")),
            Map.entry("training", Set.of("review", "text", "model", "inference", "dataset")),
            Map.entry("export", Set.of("text", "network", "model")),
            Map.entry("report", Set.of("review", "model", "training", "dataset")),
            Map.entry("api", Set.of("review", "scoring", "explanation", "live", "trend", "rollup", "topics", "roles")),
            Map.entry("security", Set.of("api", "topics")),
            Map.entry(
                    "retraining",
                    Set.of(
                            "review",
                            "text",
                            "model",
                            "inference",
                            "dataset",
                            "training",
                            "report",
                            "topics",
                            "registry",
                            "roles")),
            Map.entry(
                    "admin",
                    Set.of(
                            "api",
                            "security",
                            "review",
                            "topics",
                            "model",
                            "registry",
                            "stream",
                            "replay",
                            "retraining")),
            Map.entry("demo", Set.of("review", "topics", "broker", "launch")),
            Map.entry(
                    "cli",
                    Set.of(
                            "review",
                            "text",
                            "network",
                            "model",
                            "inference",
                            "scoring",
                            "registry",
                            "topics",
                            "training",
                            "report",
                            "export",
                            "dataset",
                            "replay",
                            "demo",
                            "broker",
                            "launch")));

    @ArchTest
    static void shouldDependInOneDirectionOnly(JavaClasses program) {
        MAY_KNOW.forEach((feature, known) -> classes()
                .that()
                .resideInAPackage("dev.verdict." + feature + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.verdict..")
                        .or(resideInAPackage("dev.verdict." + feature + ".."))
                        .or(resideInAnyPackage(known.stream()
                                .map(name -> "dev.verdict." + name + "..")
                                .toArray(String[]::new))))
                .check(program));
    }

    @ArchTest
    static void shouldKnowEveryFeature(JavaClasses program) {
        assertThat(program.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("dev.verdict."))
                        .map(name -> name.split("\\.")[2]))
                .isSubsetOf(MAY_KNOW.keySet());
    }

    /** The gate before them looks at paths; this one cannot be got round by how a path is written. */
    @ArchTest
    static final ArchRule shouldAskForRoleInEveryResourceOfTheAdministration = classes()
            .that(describe(
                    "are resources under /api/admin",
                    type -> type.isAnnotatedWith(Path.class)
                            && type.getAnnotationOfType(Path.class).value().startsWith("/api/admin")))
            .should(be(describe(
                    "for admins only",
                    type -> type.isAnnotatedWith(RolesAllowed.class)
                            && List.of(type.getAnnotationOfType(RolesAllowed.class)
                                            .value())
                                    .equals(List.of("admin")))));

    @ArchTest
    static final ArchRule shouldHaveNoCycles =
            slices().matching("dev.verdict.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule shouldKeepCalculationFreeOfFrameworks = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.verdict.text..",
                    "dev.verdict.model..",
                    "dev.verdict.network..",
                    "dev.verdict.inference..",
                    "dev.verdict.training..",
                    "dev.verdict.report..",
                    "dev.verdict.export..",
                    "dev.verdict.explanation..",
                    "dev.verdict.dataset..",
                    "dev.verdict.review..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..", "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule shouldNeverDeserialiseJavaObjects =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");

    /** Its fonts need libraries that a JDK does not bring. */
    @ArchTest
    static final ArchRule shouldNotDrawWithAwt =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..");

    @ArchTest
    static final ArchRule shouldStandInThePackageOfAFeature =
            classes().that().resideInAPackage("dev.verdict").should().haveSimpleName("Verdict");
}
