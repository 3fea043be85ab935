package com.altimacrm.email.template.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledTemplateTest {
    private static final String DATA =
            """
            {"name": "Ann", "n": 3.50, "one": 1.0, "zero": 0, "yes": true, "no": false, "nothing": null, "text": "0",
             "user": {"name": "Bo", "address": {"city": "Bern"}}, "items": [{"p": 1}, {"p": 2}, {"p": 3}],
             "prices": {"gold": 5, "tin": 1}, "none": [], "markup": "<b>\\"A\\" & 'B'</b>", "big": 12345678901234567890}
            """;

    private static Map<String, Object> json(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String render(Part part, String source, Map<String, Object> data) {
        Faults faults = new Faults();
        String text = CompiledTemplate.compile(source, part).render(data, faults);
        assertThat(faults.byPath()).isEmpty();
        return text;
    }

    private static String html(String source) {
        return render(Part.HTML, source, json(DATA));
    }

    private static Map<String, String> faults(String source, Map<String, Object> data) {
        Faults faults = new Faults();
        CompiledTemplate.compile(source, Part.HTML).render(data, faults);
        return faults.byPath();
    }

    private static InvalidTemplate refusal(String source) {
        return catchThrowableOfType(InvalidTemplate.class, () -> CompiledTemplate.compile(source, Part.HTML));
    }

    @Nested
    class Variables {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "{{name}} | Ann",
                    "{{ name }} | Ann",
                    "{{ $name }} | Ann",
                    "@{{name}} | Ann",
                    "{{user.name}} | Bo",
                    "{{ $user['name'] }} | Bo",
                    "{{ $user[\"address\"]['city'] }} | Bern",
                    "{{ $user->address->city }} | Bern",
                    "{{ $user.address['city'] }} | Bern",
                    "{{ $items[1]['p'] }} | 2",
                    "{{ items.2.p }} | 3",
                    "{{ $x ?? 'default' }} | default",
                    "{{ $x['y'] ?? $z ?? $name }} | Ann",
                    "{{ $nothing ?? 7 }} | 7",
                    "{{ 'it\\'s' }} | it&#039;s",
                    "{{ $n }} | 3.5",
                    "{{ $one }} | 1",
                    "{{ $big }} | 12345678901234567890",
                    "{{ $yes }} | 1",
                    "[{{ $no }}] | []",
                    "[{{ $nothing }}] | []",
                    "{{ -4.50 }} | -4.5",
                    "a{{-- {{ $secret }} --}}b | ab",
                    "info@{{ name }} | info@Ann",
                })
        void everySpellingOfAVariableIsUnderstood(String source, String expected) {
            assertThat(html(source)).isEqualTo(expected);
        }

        @Test
        void namesOfAnyScriptAreVariables() {
            assertThat(render(
                            Part.TEXT, "{{ имя }} {{ $größe }} {{ 名前 }}", Map.of("имя", "А", "größe", "L", "名前", "花")))
                    .isEqualTo("А L 花");
        }

        @Test
        void valuesAreEscapedInHtmlUnlessAskedOtherwise() {
            assertThat(html("{{ $markup }}")).isEqualTo("&lt;b&gt;&quot;A&quot; &amp; &#039;B&#039;&lt;/b&gt;");
            assertThat(html("{!! $markup !!}")).isEqualTo("<b>\"A\" & 'B'</b>");
        }

        @Test
        void valuesAreNotEscapedInTextAndSubjects() {
            assertThat(render(Part.TEXT, "{{ $markup }}", json(DATA))).isEqualTo("<b>\"A\" & 'B'</b>");
            assertThat(render(Part.SUBJECT, "{{ $markup }}", json(DATA))).isEqualTo("<b>\"A\" & 'B'</b>");
        }

        @Test
        void aLineBreakInDataNeverReachesASubject() {
            Map<String, Object> hostile = Map.of("x", "Hi\r\nBcc: eve@example.com\0\u2028!");

            assertThat(render(Part.SUBJECT, "{{ $x }}", hostile)).isEqualTo("Hi Bcc: eve@example.com !");
            assertThat(render(Part.SUBJECT, "{!! $x !!}", hostile)).isEqualTo("Hi Bcc: eve@example.com !");
        }

        @Test
        void dataThatLooksLikeATemplateStaysData() {
            assertThat(render(Part.TEXT, "{{ $x }}", Map.of("x", "{{ $y }} @if(true) ${jndi:ldap://x}")))
                    .isEqualTo("{{ $y }} @if(true) ${jndi:ldap://x}");
        }

        @Test
        void firstNameAndCompanyNameAreFilledFromTheirShortForms() {
            assertThat(render(Part.TEXT, "{{first_name}}, {{company_name}}", Map.of("name", "Ann", "company", "Acme")))
                    .isEqualTo("Ann, Acme");
            assertThat(render(Part.TEXT, "{{first_name}}", Map.of("name", "Ann", "first_name", "Bea")))
                    .isEqualTo("Bea");
        }
    }

    @Nested
    class Missing {
        @Test
        void everyMissingVariableIsNamedByItsPathAtOnce() {
            assertThat(faults("{{ $a }} {{ b.c }} {{ $user['zip'] }} {{ $name }}", json(DATA)))
                    .containsOnlyKeys("a", "b.c", "user.zip");
        }

        @Test
        void aMemberMissingInALoopIsNamedWithItsPlace() {
            assertThat(faults(
                            "@foreach($rows as $row){{ $row['p'] }}@endforeach", json("{\"rows\": [{\"p\": 1}, {}]}")))
                    .containsOnlyKeys("rows.1.p");
        }

        @Test
        void whatIsOnlyAskedForIsNotMissing() {
            assertThat(faults(
                            "@isset($a) {{ $a }} @endisset {{ $b ?? '' }} @empty($c) @endempty @if(false) {{ $d }} @endif"
                                    + " @if(isset($e['f']) && $e['f'] > 1) x @endif",
                            Map.of()))
                    .isEmpty();
        }

        @Test
        void theLastChoiceOfAFallbackIsMissing() {
            assertThat(faults("{{ $a ?? $b }}", Map.of())).containsOnlyKeys("b");
        }

        @Test
        void aVariableOfAConditionIsMissingToo() {
            assertThat(faults("@if($vip) x @endif", Map.of())).containsOnlyKeys("vip");
        }

        @Test
        void listsAndObjectsAreNotPrinted() {
            assertThat(faults("{{ $user }} {!! $items !!} {{ $user.address }}", json(DATA)))
                    .containsOnlyKeys("user", "items", "user.address");
        }

        @Test
        void onlyListsAndObjectsAreLoopedOverAndCounted() {
            assertThat(faults("@foreach($name as $x) @endforeach @if(count($n) > 1) @endif", json(DATA)))
                    .containsOnlyKeys("name", "n");
        }
    }

    @Nested
    class Conditions {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "$yes",
                    "!$no",
                    "!!$yes",
                    "!$zero",
                    "!$text",
                    "!$none",
                    "!$nothing",
                    "$items",
                    "$name == 'Ann'",
                    "$name != 'Bo'",
                    "$n === 3.5",
                    "$one == 1",
                    "$one !== 1",
                    "1 == '1.0'",
                    "'abc' != 0",
                    "null == ''",
                    "null == false",
                    "'10' == '1e1'",
                    "'a' < 'b'",
                    "$n > 3",
                    "$n >= 3.5",
                    "2 <= 2",
                    "'9' < '10'",
                    "$yes && $n",
                    "$no || $yes",
                    "$no or $yes and $n",
                    "($no || $yes) && !($no)",
                    "isset($name)",
                    "!isset($x)",
                    "!isset($nothing)",
                    "isset($name, $n)",
                    "empty($x)",
                    "empty($none)",
                    "!empty($items)",
                    "count($items) == 3",
                    "count($prices) === 2",
                    "$x ?? true",
                    "name",
                    "$none == []",
                    "user.name == \"Bo\"",
                    "$user->name === 'Bo'",
                    "false or true",
                    "$order ?? true",
                    "[] == []",
                    "!($items < 3)",
                    "isset ($name)"
                })
        void thisIsTrue(String condition) {
            assertThat(html("@if(" + condition + ")yes @else no @endif").strip())
                    .isEqualTo("yes");
        }

        @Test
        void theFirstTrueArmIsTaken() {
            String source = "@if($n > 5) a @elseif($n > 3) b @elseif($n > 1) c @else d @endif";

            assertThat(html(source).strip()).isEqualTo("b");
        }

        @Test
        void unlessIssetAndEmptyAreBlocksToo() {
            assertThat(html("@unless($no) a @endunless @isset($name) b @else c @endisset @empty($none) d @endempty")
                            .replace(" ", ""))
                    .isEqualTo("abd");
        }

        @Test
        void aDirectiveTakesItsLineBreakAlong() {
            assertThat(html("a\n@if(true)\nb\r\n@else\nc\n@endif\nd\n{{ $name }}\ne"))
                    .isEqualTo("a\nb\r\nd\nAnn\ne");
        }

        @Test
        void aNumberTooLargeForADoubleStillCompares() {
            assertThat(render(Part.TEXT, "@if($x > 5) {{ $x }} @endif", json("{\"x\": 1e999}"))
                            .strip())
                    .isNotEmpty();
        }
    }

    @Nested
    class Loops {
        @Test
        void itemsKeysAndTheLoopItselfCanBeUsed() {
            String source =
                    "@foreach($prices as $k => $v){{ $loop->iteration }}.{{ $k }}={{ $v }}@if(!$loop->last);@endif@endforeach";

            assertThat(html(source)).isEqualTo("1.gold=5;2.tin=1");
        }

        @Test
        void loopsNestAndTheirVariablesEndWithThem() {
            String source = "@foreach($rows as $row)@foreach($row as $x){{ $x }}:{{ $loop->index }},@endforeach"
                    + "{{ $loop->first }}|@endforeach{{ $x }}";

            String text = render(Part.TEXT, source, json("{\"rows\": [[1, 2], [3]], \"x\": \"out\"}"));

            assertThat(text).isEqualTo("1:0,2:1,1|3:0,|out");
        }

        @Test
        void anAbsentListCanFallBackToAnEmptyOne() {
            assertThat(html("@foreach($x ?? [] as $y) {{ $y }} @endforeach")).isEmpty();
            assertThat(html("@foreach($nothing as $y) {{ $y }} @endforeach")).isEmpty();
        }
    }

    @Nested
    class PlainText {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "me@example.com",
                    "me@if.com",
                    "@media (max-width: 600px) { a { b: c } }",
                    "@import url('x.css');",
                    "@font-face { font-family: X }",
                    "@charset \"utf-8\";",
                    "follow @section and @include",
                    "${jndi:x}",
                    "#{x} <% x %> [[x]] $name",
                    "{ a } } }}",
                    "@",
                    "@@",
                    "@ if (x)",
                    "@iffy(1)",
                    "@keyframes x { }",
                    "100% @ 5 EUR",
                    "<?xml version=\"1.0\"?>",
                    "@page { size: A4 }",
                    "`id`",
                    "<script>a={b:{c:1}}</script>"
                })
        void thisIsNoTemplate(String text) {
            assertThat(html(text)).isEqualTo(text);
        }

        @Test
        void aDoubledAtSignIsASingleOne() {
            assertThat(html("@@if(x) @@php")).isEqualTo("@if(x) @php");
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{{ system('id') }}",
                    "{{ system ('id') }}",
                    "{!! phpinfo() !!}",
                    "{{ $f('x') }}",
                    "{{ $u->delete() }}",
                    "{{ App\\User::all() }}",
                    "{{ `id` }}",
                    "{{ $a + 1 }}",
                    "{{ $a . $b }}",
                    "{{ $a = 1 }}",
                    "{{ $a ? 1 : 2 }}",
                    "{{ \"$name\" }}",
                    "{{ \"{$name}\" }}",
                    "{{ $$name }}",
                    "{{ $a[$b] }}",
                    "{{ $a[0 }}",
                    "{{ }}",
                    "{{",
                    "{{ $a",
                    "{{ 'a }}",
                    "{!! $a }}",
                    "{{{ $a }}}",
                    "{{#if x}}",
                    "{{/if}}",
                    "{{> x}}",
                    "{{-- a",
                    "<?php echo 1 ?>",
                    "<?= 1 ?>",
                    "@php echo 1; @endphp",
                    "@include('x')",
                    "@include ('x')",
                    "@extends('x')",
                    "@json($x)",
                    "@for($i = 0; $i < 9; $i++) @endfor",
                    "@csrf",
                    "@if",
                    "@if($x",
                    "@if()  @endif",
                    "@if($x) a",
                    "@else",
                    "@endif",
                    "@if($x) @endforeach",
                    "@empty",
                    "@foreach($x) @endforeach",
                    "@foreach($x as 5) @endforeach",
                    "@if(system('id')) @endif",
                    "@if($x = 1) @endif",
                    "@if($a == $b == $c) @endif",
                    "@isset('x') @endisset",
                    "@if($x) @else @else @endif",
                    "@each('a', $b, 'c')",
                    "{{ new X }}",
                    "{{ $a instanceof B }}",
                    "@if($a <=> $b) @endif",
                    "{{ __('x') }}"
                })
        void thisIsRefusedWithItsLine(String construct) {
            InvalidTemplate refusal = refusal("first\nsecond\n" + construct);

            assertThat(refusal).isNotNull();
            assertThat(refusal.line()).isEqualTo(3);
            assertThat(refusal).hasMessageStartingWith("Line 3: ");
        }

        @Test
        void theRefusalQuotesTheConstruct() {
            assertThat(refusal("{{ system('id') }}")).hasMessageContaining("system(");
            assertThat(refusal("@include('x')")).hasMessageContaining("@include");
            assertThat(refusal("@if(true) a")).hasMessageContaining("@if is never closed");
        }
    }

    @Nested
    class Limited {
        @ParameterizedTest
        @ValueSource(
                strings = {"{{", "{{{{ ", "(", "@if(1) ", "{{ (", "{{ !", "{!!", "@", "{{--", "@{{", "{{ a[", "<?"})
        void tenThousandNestedOpeningsAreAnsweredAtOnce(String opening) {
            String hostile = opening.repeat(10_000);

            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refusal(hostile));
        }

        @Test
        void nestingEndsAtFifty() {
            assertThat(refusal("@if(1) ".repeat(50) + "@endif ".repeat(50))).isNull();
            assertThat(refusal("@if(1) ".repeat(51) + "@endif ".repeat(51))).hasMessageContaining("50");
            assertThat(refusal("{{ " + "(".repeat(51) + "a" + ")".repeat(51) + " }}"))
                    .hasMessageContaining("50");
        }

        @Test
        void aLongChainOfOperandsNeedsNoDeepStack() {
            String chain = "@if(" + "$yes && ".repeat(100_000) + "$yes) ok @endif";

            assertThat(html(chain).strip()).isEqualTo("ok");
        }

        @Test
        void aLongRunOfNegationsNeedsNoDeepStack() {
            assertThat(html("@if(" + "!".repeat(100_001) + "$no) ok @endif").strip())
                    .isEqualTo("ok");
        }

        @Test
        void aSourceIsAtMostOneMebi() {
            assertThat(refusal("a".repeat(1 << 20))).isNull();
            assertThat(refusal("a".repeat((1 << 20) + 1))).hasMessageContaining("1048576");
        }

        @Test
        void allLoopsTogetherTurnTenThousandTimes() {
            Map<String, Object> data = Map.of("l", Collections.nCopies(101, List.of()));

            assertThat(faults("@foreach($l as $a) @foreach($l as $b) x @endforeach @endforeach", data)
                            .values())
                    .singleElement()
                    .asString()
                    .contains("10000");
        }

        @Test
        void aLargeBodyThatPrintsNothingIsLimitedToo() {
            Map<String, Object> data = Map.of("l", Collections.nCopies(9_999, 1));

            assertThat(faults("@foreach($l as $a)" + " @if(0) @endif".repeat(1_000) + " @endforeach", data)
                            .values())
                    .singleElement()
                    .asString()
                    .contains("too long");
        }

        @Test
        void theOutputIsAtMostFiveMebi() {
            Map<String, Object> data = Map.of("l", Collections.nCopies(100, 1), "x", "&".repeat(60_000));

            assertThat(faults("@foreach($l as $a){{ $x }} @endforeach", data).values())
                    .singleElement()
                    .asString()
                    .contains("5242880");
        }
    }

    @Test
    void variablesAreTheTopLevelNamesInOrderWithoutLoopNames() {
        var template = CompiledTemplate.compile(
                "{{ $b }} {{ a.x ?? c }} @foreach($items as $k => $i) {{ $i['p'] }} {{ $k }} {{ $loop->index }} {{ $d }}"
                        + " @endforeach @if(isset($e)) {{ $i }} @endif",
                Part.HTML);

        assertThat(template.variables()).containsExactly("b", "a", "c", "items", "d", "e", "i");
    }
}
