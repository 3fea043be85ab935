package com.altimacrm.email.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, another implementation reads back as it was meant, and no rule of the RFCs is bent for it. */
class MimeWriterTest {
    private static final List<String> ALPHABETS = List.of(
            "abcdefghij KLM,.;:!?",
            "äöüß éèàç ñ",
            "абвгд ежзий",
            "日本語テキスト漢字",
            "עברית שלום",
            "हिन्दी पाठ",
            "👩‍👩‍👧‍👦 👍🏽 🇩🇪 ",
            "e\u0301a\u0308o\u0302 ",
            "=?_ \"\\()<>@,;:[]",
            "\t x  y ");

    @Test
    void bothFormsOfTheBodyStandInRisingOrder() throws Exception {
        MimeMessage read = read(new Mails().text("plain ä").html("<p>rich ä</p>"));

        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("plain ä");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>rich ä</p>");
    }

    @Test
    void htmlAloneGetsAPlainPartWithItsLinesAndLinks() throws Exception {
        MimeMessage read = read(new Mails()
                .text(null)
                .html("<head><title>x</title><style>p{}</style></head><p>Dear&nbsp;Ann &amp; Bob,</p>"
                        + "<p>see <a href=\"https://a.test/?x=1&amp;y=2\">your order</a><br>now</p>"
                        + "<ul><li>one<li>two</ul><script>no()</script>"));

        String plain =
                (String) ((MimeMultipart) read.getContent()).getBodyPart(0).getContent();
        assertThat(plain.replace("\r\n", "\n"))
                .isEqualTo("Dear Ann & Bob,\n\nsee your order <https://a.test/?x=1&y=2>\nnow\n\n- one\n- two\n");
    }

    @Test
    void filesAreWrappedAroundTheBodies() throws Exception {
        byte[] content = new byte[5000];
        new Random(7).nextBytes(content);

        MimeMessage read = read(new Mails().html("<b>x</b>").file("photo.jpg", "image/jpeg", content));

        MimeMultipart mixed = (MimeMultipart) read.getContent();
        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        assertThat(mixed.getBodyPart(0).getContentType()).startsWith("multipart/alternative");
        assertThat(mixed.getBodyPart(1).getContentType()).startsWith("image/jpeg");
        assertThat(mixed.getBodyPart(1).getDisposition()).isEqualTo("attachment");
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(content);
    }

    @Test
    void attachedMailIsNeverEncoded() throws Exception {
        MimeMessage read = read(
                new Mails().file("old.eml", "message/rfc822", "Subject: a\n\nb\n".getBytes(StandardCharsets.US_ASCII)));

        BodyPart part = ((MimeMultipart) read.getContent()).getBodyPart(1);
        assertThat(part.getContentType()).startsWith("message/rfc822");
        assertThat(part.getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.pdf", "a b (1).txt", "quo\"te.txt", "Übersicht März.pdf", "発注書.xlsx", "😀.png"})
    void fileNamesComeBackAsTheyWere(String name) throws Exception {
        MimeMessage read = read(new Mails().file(name, "application/pdf", new byte[] {1}));

        assertThat(nameOf(read)).isEqualTo(name);
    }

    @Test
    void longFileNameIsContinuedOverSeveralParameters() throws Exception {
        String name = "ü".repeat(150) + ".pdf";
        Mails mail = new Mails().file(name, "application/pdf", new byte[] {1});

        assertThat(text(mail)).contains("filename*0*=utf-8''").contains("filename*1*=");
        assertThat(nameOf(read(mail))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "C:\\temp\\passwd", "\u202epasswd", "pass\r\nwd", "/passwd", "pass\u0000wd"})
    void pathControlAndDirectionCharactersLeaveFileNames(String name) throws Exception {
        assertThat(nameOf(read(new Mails().file(name, "text/plain", new byte[] {1}))))
                .isEqualTo("passwd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Doe, Jane",
                "Jane \"JD\" Doe",
                "Müller & Söhne",
                "Dr. J. Doe",
                "back\\slash",
                "日本 太郎",
                "a@b.test",
                "=?utf-8?q?fake?=",
                "👩‍👩‍👧‍👦 Family"
            })
    void displayNamesComeBackAsTheyWere(String name) throws Exception {
        Mails mail = new Mails().to(RecipientKind.TO, "a@there.test", name).to(RecipientKind.TO, "b@there.test", name);

        InternetAddress[] to = (InternetAddress[]) read(mail).getRecipients(Message.RecipientType.TO);

        assertThat(to).hasSize(2);
        assertThat(to[0].getAddress()).isEqualTo("a@there.test");
        assertThat(to[0].getPersonal()).isEqualTo(name);
        assertThat(to[1].getPersonal()).isEqualTo(name);
    }

    @Test
    void blindCopiesStandInNoHeader() {
        String mail = text(new Mails()
                .to(RecipientKind.TO, "a@there.test", null)
                .to(RecipientKind.CC, "c@there.test", null)
                .to(RecipientKind.BCC, "secret@there.test", "Secret"));

        assertThat(mail).doesNotContainIgnoringCase("bcc").doesNotContainIgnoringCase("secret");
        assertThat(mail).contains("To: a@there.test\r\n").contains("Cc: c@there.test\r\n");
    }

    @Test
    void mailToBlindCopiesAloneNamesNobody() {
        assertThat(text(new Mails().to(RecipientKind.BCC, "secret@there.test", null)))
                .contains("\r\nTo: undisclosed-recipients:;\r\n");
    }

    @Test
    void eachHeaderStandsOnceAndNothingNamesOurStack() {
        Mails mail = new Mails().html("<p>x</p>").file("a.txt", "text/plain", new byte[] {65});
        mail.replyTo = EmailAddress.of("help@sender.test");
        String head = text(mail).substring(0, text(mail).indexOf("\r\n\r\n"));

        for (String name :
                List.of("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Reply-To", "Content-Type")) {
            assertThat(("\r\n" + head).split("\r\n" + name + ": ", -1)).as(name).hasSize(2);
        }
        assertThat(head).contains("Date: Tue, 3 Nov 2026 04:05:06 +0000").contains("Message-ID: <id-1@mailer.test>");
        assertThat(text(mail)).doesNotContainIgnoringCase("java").doesNotContainIgnoringCase("altima");
    }

    @Test
    void sameMailGivesTheSameOctets() {
        Mails mail = new Mails().html("<p>ä</p>").file("a.txt", "text/plain", new byte[] {65});

        assertThat(mail.bytes()).isEqualTo(mail.bytes());
    }

    @Test
    void bodyThatHoldsTheBoundaryGetsAnother() throws Exception {
        String first = boundary(text(new Mails().html("<p>x</p>")));

        MimeMessage read = read(new Mails().html("<p>x</p>").text("--" + first + "--\nstill here"));

        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat((String) parts.getBodyPart(0).getContent()).endsWith("still here");
    }

    @Test
    void anythingWrittenComesBackAndKeepsEveryLimit() throws Exception {
        Random random = new Random(20261123);
        for (int i = 0; i < 600; i++) {
            String subject = text(random, 1 + random.nextInt(300)).strip();
            String name = "n" + text(random, 1 + random.nextInt(120)).strip();
            String body = body(random);
            Mails mail = new Mails().subject(subject).text(body).to(RecipientKind.TO, "a@there.test", name);
            mail.headers.put("X-Note", text(random, 1 + random.nextInt(200)).strip());

            byte[] bytes = mail.bytes();

            assertSound(bytes);
            MimeMessage read = parsed(bytes);
            assertThat(read.getSubject()).isEqualTo(subject.isEmpty() ? "" : subject);
            InternetAddress to = (InternetAddress) read.getRecipients(Message.RecipientType.TO)[0];
            assertThat(to.getPersonal().replace('\t', ' ')).isEqualTo(name.replace('\t', ' '));
            assertThat(decodedHeader(read, "X-Note")).isEqualTo(mail.headers.get("X-Note"));
            assertThat(lines((String) read.getContent())).isEqualTo(lines(body));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 76, 77, 899, 900, 901, 998, 999, 2000, 20_000})
    void unbreakableTokensNeverMakeALineTooLong(int length) throws Exception {
        String token = "x".repeat(length);
        Mails mail = new Mails().subject(token).text(token).to(RecipientKind.TO, "a@there.test", token);

        byte[] bytes = mail.bytes();

        assertSound(bytes);
        assertThat(parsed(bytes).getSubject()).isEqualTo(token);
        assertThat(lines((String) parsed(bytes).getContent())).isEqualTo(token);
    }

    @Test
    void emojiAndMarksAreNotTornApart() {
        String family = "👩‍👩‍👧‍👦";
        Mails mail = new Mails().subject(family.repeat(20));

        for (String word : text(mail).split("\\s+")) {
            if (word.startsWith("=?UTF-8?B?")) {
                String piece = new String(
                        java.util.Base64.getDecoder().decode(word.substring(10, word.length() - 2)),
                        StandardCharsets.UTF_8);
                assertThat(piece.replace(family, "")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trailing space \nand tab\t\n",
                "=3D = ",
                "a\rb\r\nc\nd",
                "From here\n.\n..dot",
                "",
                "\n\n",
                "äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää",
                "\u0000\u0007"
            })
    void awkwardTextComesBack(String body) throws Exception {
        byte[] bytes = new Mails().text(body).bytes();

        assertSound(bytes);
        assertThat(lines((String) parsed(bytes).getContent())).isEqualTo(lines(body));
    }

    @Test
    void rawUtf8StandsOnlyInAddressesAndIsReported() {
        WrittenMail plain = MimeWriter.write(new Mails().subject("ä").text("ä").build());
        WrittenMail utf8 = MimeWriter.write(
                new Mails().to(RecipientKind.TO, "δοκιμή@there.test", null).build());

        assertThat(plain.needsSmtpUtf8()).isFalse();
        assertThat(utf8.needsSmtpUtf8()).isTrue();
        assertThat(new String(utf8.bytes(), StandardCharsets.UTF_8)).contains("To: δοκιμή@there.test\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<a@b>", "a\r\nBcc: x", "ä@b"})
    void messageIdThatIsNoneIsRefused(String id) {
        Mails mail = new Mails();
        mail.messageId = id;

        assertThatThrownBy(mail::bytes).isInstanceOf(InvalidMessage.class);
    }

    @Test
    void structuralHeaderNeverSlipsThrough() {
        Mails mail = new Mails();
        mail.headers.put("bcc", "x@there.test");

        assertThatThrownBy(mail::bytes).isInstanceOf(InvalidMessage.class);
    }

    /** CRLF only, no line past 998, no blank-looking header line, encoded words within their limits, ASCII throughout. */
    private static void assertSound(byte[] bytes) {
        String mail = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(mail).endsWith("\r\n");
        assertThat(mail.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        assertThat(mail.chars()).allMatch(c -> c < 128);
        boolean head = true;
        for (String line : mail.split("\r\n", -1)) {
            assertThat(line.length()).isLessThanOrEqualTo(998);
            head &= !line.isEmpty();
            if (head) {
                assertThat(line).isNotBlank();
                assertThat(line.contains("=?UTF-8?") ? line.length() : 0)
                        .as(line)
                        .isLessThanOrEqualTo(76);
            }
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            int from = alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
            text.append(alphabet.substring(from));
        }
        return text.toString();
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            body.append(text(random, random.nextInt(1500))).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return body.toString();
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("\n$", "");
    }

    private static String decodedHeader(MimeMessage mail, String name) throws Exception {
        return MimeUtility.decodeText(MimeUtility.unfold(mail.getHeader(name, null)));
    }

    private static String nameOf(MimeMessage mail) throws MessagingException, IOException {
        return ((MimeMultipart) mail.getContent()).getBodyPart(1).getFileName();
    }

    private static String boundary(String mail) {
        int from = mail.indexOf("boundary=\"") + 10;
        return mail.substring(from, mail.indexOf('"', from));
    }

    private static String text(Mails mail) {
        return new String(mail.bytes(), StandardCharsets.UTF_8);
    }

    private static MimeMessage read(Mails mail) throws MessagingException {
        return parsed(mail.bytes());
    }

    private static MimeMessage parsed(byte[] bytes) throws MessagingException {
        return new MimeMessage(null, new ByteArrayInputStream(bytes));
    }
}
