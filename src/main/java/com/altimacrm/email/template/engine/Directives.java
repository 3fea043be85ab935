package com.altimacrm.email.template.engine;

import java.util.Set;

/** Which words after an at sign are ours, which are Blade's and refused; all others are plain text. */
final class Directives {
    static final Set<String> OPENING = Set.of("if", "unless", "isset", "empty", "foreach");
    static final Set<String> CLOSING =
            Set.of("elseif", "else", "endif", "endunless", "endisset", "endempty", "endforeach");

    /** Refused wherever they stand: they make no sense in a sentence or a style sheet. */
    private static final Set<String> REFUSED = words(
            """
            php endphp verbatim endverbatim csrf auth endauth guest endguest once endonce production endproduction
            endenv endfor endwhile forelse endforelse endswitch endsection endpush endprepend endcomponent endslot
            enderror endcan endcannot endcanany endsession endfragment endlang livewireStyles livewireScripts""");

    /** Refused only before a parenthesis; without one they may be a handle or a word. */
    private static final Set<String> REFUSED_WITH_ARGUMENTS = words(
            """
            include includeIf includeWhen includeUnless includeFirst each extends extendsFirst section yield
            hasSection sectionMissing component componentFirst slot inject json js method error env switch case break
            continue for while push pushOnce pushIf prepend prependOnce stack class style checked selected disabled
            readonly required props aware use vite lang choice can cannot canany elsecan elsecannot elseauth elseguest
            dd dump unset session fragment livewire bool default""");

    private Directives() {}

    static boolean isOurs(String name) {
        return OPENING.contains(name) || CLOSING.contains(name);
    }

    static boolean isRefused(String name, boolean withArguments) {
        return REFUSED.contains(name) || withArguments && REFUSED_WITH_ARGUMENTS.contains(name);
    }

    private static Set<String> words(String words) {
        return Set.of(words.split("\\s+"));
    }
}
