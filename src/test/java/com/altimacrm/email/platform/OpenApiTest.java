package com.altimacrm.email.platform;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the written description of the API against the resources. */
class OpenApiTest {
    private static final java.nio.file.Path SOURCE = java.nio.file.Path.of("src/main/resources/META-INF/openapi.yaml");
    private static final java.nio.file.Path PUBLISHED = java.nio.file.Path.of("docs/openapi.yaml");

    @Test
    void everyEndpointIsDescribedAndNothingElse() throws IOException {
        Set<String> described = described(read());

        assertThat(described).isEqualTo(served());
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = read();

        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void thePublishedCopyIsTheServedDocument() throws IOException {
        assertThat(Files.readString(PUBLISHED))
                .as("Copy %s to %s after every change", SOURCE, PUBLISHED)
                .isEqualTo(Files.readString(SOURCE));
    }

    private static JsonNode read() throws IOException {
        return new YAMLMapper().readTree(SOURCE.toFile());
    }

    private static Set<String> described(JsonNode document) {
        Set<String> all = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    private static Set<String> served() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("com.altimacrm.email")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(OpenApiTest::endpoints)
                        .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> endpoints(JavaClass resource) {
        List<String> all = new ArrayList<>();
        String base = resource.getAnnotationOfType(Path.class).value();
        for (JavaMethod method : resource.getMethods()) {
            String rest =
                    method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
            method.getAnnotations().stream()
                    .map(JavaAnnotation::getRawType)
                    .filter(type -> type.isMetaAnnotatedWith(HttpMethod.class))
                    .forEach(type -> all.add(type.getSimpleName() + " " + base + rest));
        }
        return all.stream();
    }
}
