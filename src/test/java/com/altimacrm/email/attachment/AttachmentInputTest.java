package com.altimacrm.email.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentInputTest {
    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(64 << 20).build())
            .build());

    @Test
    void addressAndContentAreBothTakenAndTypesGuessed() {
        var files = read("{'url':'https://files.example.com/a?t=1','filename':'a.PDF'},"
                + "{'content':'aGVsbG8=','filename':'b.txt','mime_type':'text/plain; charset=utf-8'}");

        assertThat(files.get(0).url()).isEqualTo("https://files.example.com/a?t=1");
        assertThat(files.get(0).mimeType()).isEqualTo("application/pdf");
        assertThat(files.get(1).content()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(files.get(1).mimeType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void everyFaultIsNamedByItsDottedKey() {
        var faults = faults(
                "{'url':'https://files.example.com/a','filename':'a'},"
                        + "{'url':'ftp://x/a','filename':'b'},{'url':'https://x/a'},"
                        + "{'filename':'c'},{'content':'a*b=','filename':'d'},{'url':'https://x/','filename':'e','mime_type':'pdf'},7");

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "attachments.1.url",
                        "attachments.2.filename",
                        "attachments.3.url",
                        "attachments.4.content",
                        "attachments.5.mime_type",
                        "attachments.6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/relative",
                "https:///nohost",
                "https://user:pw@example.com/a",
                "file:///etc/passwd",
                "https://example.com:99999/",
                "https://exa mple.com/",
                "javascript:alert(1)"
            })
    void addressThatCannotBeFetchedIsRefused(String url) {
        assertThat(faults("{'url':'" + url + "','filename':'a'}")).containsExactly("attachments.0.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/in\\u202evoice.pdf",
                "C:\\\\docs\\\\invoice.pdf",
                "in\\r\\nvoice.pdf",
                "invoice.pdf\\u0000",
                "\\u200b\\u2066invoice.pdf"
            })
    void nameLosesPathControlAndDirectionCharacters(String raw) {
        var files = read("{'content':'aGk=','filename':'" + raw + "'}");

        assertThat(files.get(0).filename()).isEqualTo("invoice.pdf");
    }

    @Test
    void namesInAnyScriptStay() {
        var files = read("{'content':'aGk=','filename':'счёт 👩‍💻 می‌خواهم.pdf'}");

        assertThat(files.get(0).filename()).isEqualTo("счёт 👩‍💻 می‌خواهم.pdf");
    }

    @Test
    void foldedBase64AndDataUrlsAreRead() {
        String folded = Base64.getMimeEncoder().encodeToString(new byte[100]).replace("\r\n", "\\r\\n");

        var files = read("{'content':'" + folded + "','filename':'a'},"
                + "{'content':'data:image/png;base64,aGk=','filename':'b'}");

        assertThat(files.get(0).content()).hasSize(100);
        assertThat(files.get(1).mimeType()).isEqualTo("image/png");
        assertThat(files.get(1).content()).hasSize(2);
    }

    @Test
    void typeThatMayNotBeSentAsBase64BecomesPlainBytes() {
        var files = read("{'content':'aGk=','filename':'mail.eml','mime_type':'message/rfc822'}");

        assertThat(files.get(0).mimeType()).isEqualTo("application/octet-stream");
    }

    @Test
    void fileAndTotalLimitsHold() {
        String large = Base64.getEncoder().encodeToString(new byte[Attachments.MAX_FILE + 1]);

        assertThat(faults("{'content':'" + large + "','filename':'a'}")).containsExactly("attachments.0.content");
        assertThat(faultsWithin(5, "{'content':'aGVs','filename':'a'},{'content':'aGVs','filename':'b'}"))
                .containsExactly("attachments");
    }

    @Test
    void hostInAnotherScriptBecomesAscii() {
        var files = read("{'url':'https://bücher.example/ü?q=ü','filename':'a'}");

        assertThat(files.get(0).url()).startsWith("https://xn--bcher-kva.example/");
        assertThat(WebAddress.parse(files.get(0).url()).orElseThrow().target()).isEqualTo("/%C3%BC?q=%C3%BC");
    }

    @Test
    void referencesSurviveTheRowTheyAreStoredIn() {
        var refs = List.of(
                AttachmentRef.ofUrl("a\"б.pdf", "application/pdf", "https://x/a?b=c&d"),
                new AttachmentRef("b", "text/plain", null, "0".repeat(64), 3_000_000_000L));

        assertThat(AttachmentRefs.read(AttachmentRefs.write(refs))).isEqualTo(refs);
        assertThat(AttachmentRefs.read(null)).isEmpty();
        assertThat(refs.toString()).doesNotContain("b=c");
    }

    private List<SubmittedAttachment> read(String items) {
        Input input = input(items);
        var files = AttachmentInput.read(input, 40 << 20);
        input.check();
        return files;
    }

    private Set<String> faults(String items) {
        return faultsWithin(40 << 20, items);
    }

    private Set<String> faultsWithin(long total, String items) {
        Input input = input(items);
        AttachmentInput.read(input, total);
        return catchThrowableOfType(InvalidInput.class, input::check).errors().keySet();
    }

    private Input input(String items) {
        try {
            return Input.of(json.readValue("{\"attachments\":[" + items.replace('\'', '"') + "]}", ObjectNode.class));
        } catch (java.io.IOException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
