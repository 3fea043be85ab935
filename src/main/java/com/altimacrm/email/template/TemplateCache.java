package com.altimacrm.email.template;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiled templates, the recently used ones, within a bound on the characters of their sources.
 *
 * <p>One that is older than the time to live is handed out as stale to one caller, who reads it anew, while the others
 * go on with it; so a busy template costs one query each time, not one for each waiting mail.
 */
final class TemplateCache {
    private final long ttlNanos;
    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    TemplateCache(Duration ttl, int capacity) {
        this.ttlNanos = ttl.toNanos();
        this.capacity = capacity;
    }

    private record Key(String tenantId, String templateId) {}

    /** A template and its compiled form. */
    record Compiled(StoredTemplate stored, MailTemplate mail) {}

    private record Entry(Compiled compiled, long readAt) {}

    /** The template, unless it is not here or it is this caller's turn to read it anew. */
    synchronized Optional<Compiled> fresh(String tenantId, String templateId, long now) {
        Key key = new Key(tenantId, templateId);
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (now - entry.readAt() < ttlNanos) {
            return Optional.of(entry.compiled());
        }
        entries.put(key, new Entry(entry.compiled(), now));
        return Optional.empty();
    }

    /** Compiles what was read just now, unless it is what is here already. */
    Compiled keep(String tenantId, StoredTemplate read, long now) {
        Compiled known = known(tenantId, read);
        Compiled compiled =
                known != null ? known : new Compiled(read, new MailTemplate(read.subject(), read.html(), read.text()));
        put(new Key(tenantId, read.templateId()), new Entry(compiled, now));
        return compiled;
    }

    private synchronized Compiled known(String tenantId, StoredTemplate read) {
        Entry entry = entries.get(new Key(tenantId, read.templateId()));
        return entry != null && entry.compiled().stored().equals(read) ? entry.compiled() : null;
    }

    synchronized void forget(String tenantId, String templateId) {
        removed(entries.remove(new Key(tenantId, templateId)));
    }

    private synchronized void put(Key key, Entry entry) {
        removed(entries.put(key, entry));
        characters += entry.compiled().stored().length();
        Iterator<Entry> eldest = entries.values().iterator();
        while (characters > capacity && eldest.hasNext()) {
            removed(eldest.next());
            eldest.remove();
        }
    }

    private void removed(Entry entry) {
        if (entry != null) {
            characters -= entry.compiled().stored().length();
        }
    }
}
