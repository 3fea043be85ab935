package com.altimacrm.email.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.altimacrm.email.problem.InvalidInput;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final String TENANT = "t";
    private final Shelf shelf = new Shelf();

    /** Holds templates in memory and counts how often it is asked. */
    private static final class Shelf implements TemplateLookup {
        private final Map<String, StoredTemplate> held = new HashMap<>();
        private int asked;

        @Override
        public Uni<Optional<StoredTemplate>> find(String tenantId, String templateId) {
            return Uni.createFrom().item(() -> {
                asked++;
                return Optional.ofNullable(held.get(templateId));
            });
        }

        void hold(String subject, String html, String text, boolean active) {
            held.put("a", stored("a", subject, html, text, active));
        }
    }

    private static StoredTemplate stored(String id, String subject, String html, String text, boolean active) {
        return new StoredTemplate(
                1L,
                TENANT,
                id,
                id,
                subject,
                html,
                text,
                Map.of(),
                "c",
                "en",
                active,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private record Settings(Duration cacheTtl, int cacheCharacters) implements TemplateConfig {}

    private Templates templates(Duration ttl) {
        return new Templates(shelf, new Settings(ttl, 1_000));
    }

    private RenderedMail render(String subject, Map<String, Object> data) {
        return templates(Duration.ZERO)
                .render(TENANT, "a", subject, data)
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private Map<String, List<String>> refusal(String subject, Map<String, Object> data) {
        return catchThrowableOfType(InvalidInput.class, () -> render(subject, data))
                .errors();
    }

    @Test
    void bothPartsAndTheSubjectAreRenderedAndOnlyHtmlIsEscaped() {
        shelf.hold("Hi {{ n }}", "<p>{{ n }}</p>", "{{ n }}!", true);

        var mail = render(null, Map.of("n", "A&B"));

        assertThat(mail).isEqualTo(new RenderedMail("Hi A&B", "<p>A&amp;B</p>", "A&B!"));
    }

    @Test
    void anAbsentPartStaysAbsent() {
        shelf.hold("s", null, "t", true);

        assertThat(render(null, Map.of())).isEqualTo(new RenderedMail("s", null, "t"));
    }

    @Test
    void theMessagesSubjectReplacesTheTemplatesAndIsRenderedWhenItHoldsABrace() {
        shelf.hold("Hi {{ absent }}", "h", null, true);

        assertThat(render("Yo {{ n }}", Map.of("n", "A")).subject()).isEqualTo("Yo A");
        assertThat(render("Yo @if\r\nX: y", Map.of()).subject()).isEqualTo("Yo @if X: y");
    }

    @Test
    void whatIsMissingInAnyPartIsReportedTogether() {
        shelf.hold("{{ a }}", "{{ b.c }}", "{{ d['e'] }} {{ f }}", true);

        assertThat(refusal(null, Map.of("f", List.of())))
                .containsOnlyKeys("template_data.a", "template_data.b.c", "template_data.d.e", "template_data.f");
    }

    @Test
    void unknownInactiveEmptyAndBrokenTemplatesAreRefusedByTheirId() {
        assertThat(refusal(null, Map.of())).containsOnlyKeys("template_id");

        shelf.hold("s", "h", null, false);
        assertThat(refusal(null, Map.of())).containsOnlyKeys("template_id");

        shelf.hold("s", null, null, true);
        assertThat(refusal(null, Map.of())).containsOnlyKeys("template_id");

        shelf.hold("s", "\n{{ system('id') }}", null, true);
        assertThat(refusal(null, Map.of()).get("template_id").get(0)).contains("html_content", "Line 2", "system(");
    }

    @Test
    void aSubjectThatCallsAFunctionIsRefusedUnderItsOwnName() {
        shelf.hold("s", "h", null, true);

        assertThat(refusal("{{ system('id') }}", Map.of())).containsOnlyKeys("subject");
    }

    @Test
    void aSubjectWithoutTemplateIsRenderedOnlyWithDataAndABrace() {
        var templates = templates(Duration.ZERO);

        assertThat(templates.renderSubject("Hi {{ n }}", Map.of("n", "A"))).isEqualTo("Hi A");
        assertThat(templates.renderSubject("Hi {{ n }}", Map.of())).isEqualTo("Hi {{ n }}");
        assertThat(templates.renderSubject("50 {%} off\r\nBcc: x", Map.of("n", 1)))
                .isEqualTo("50 {%} off Bcc: x");
    }

    @Test
    void aTemplateIsReadOnceWithinItsTimeToLiveAndAtOnceAfterALocalChange() {
        shelf.hold("s", "old", null, true);
        var templates = templates(Duration.ofHours(1));
        templates.render(TENANT, "a", null, Map.of()).await().indefinitely();
        shelf.hold("s", "new", null, true);

        var cached = templates.render(TENANT, "a", null, Map.of()).await().indefinitely();
        templates.forget(TENANT, "a");
        var changed = templates.render(TENANT, "a", null, Map.of()).await().indefinitely();

        assertThat(cached.html()).isEqualTo("old");
        assertThat(changed.html()).isEqualTo("new");
        assertThat(shelf.asked).isEqualTo(2);
    }

    @Test
    void aTemplatePastItsTimeToLiveIsReadByOneAndUsedByTheOthers() {
        var cache = new TemplateCache(Duration.ofNanos(10), 1_000);
        cache.keep(TENANT, stored("a", "s", "h", null, true), 0);

        assertThat(cache.fresh(TENANT, "a", 9)).isPresent();
        assertThat(cache.fresh(TENANT, "a", 10)).isEmpty();
        assertThat(cache.fresh(TENANT, "a", 11)).isPresent();
    }

    @Test
    void anUnchangedTemplateIsNotCompiledAgain() {
        var cache = new TemplateCache(Duration.ZERO, 1_000);
        var first = cache.keep(TENANT, stored("a", "s", "h", null, true), 0);

        assertThat(cache.keep(TENANT, stored("a", "s", "h", null, true), 1)).isSameAs(first);
        assertThat(cache.keep(TENANT, stored("a", "s", "h2", null, true), 2)).isNotSameAs(first);
    }

    @Test
    void theLongestUnusedTemplatesMakeRoom() {
        var cache = new TemplateCache(Duration.ofHours(1), 25);
        cache.keep(TENANT, stored("a", "", "0123456789", null, true), 0);
        cache.keep(TENANT, stored("b", "", "0123456789", null, true), 0);
        cache.fresh(TENANT, "a", 1);
        cache.keep("other", stored("a", "", "0123456789", null, true), 1);

        assertThat(cache.fresh(TENANT, "a", 1)).isPresent();
        assertThat(cache.fresh(TENANT, "b", 1)).isEmpty();
        assertThat(cache.fresh("other", "a", 1)).isPresent();
    }
}
