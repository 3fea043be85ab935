package com.altimacrm.email.suppression.rest;

import com.altimacrm.email.platform.WireTime;
import com.altimacrm.email.suppression.Suppression;
import com.altimacrm.email.suppression.SuppressionFilter;
import com.altimacrm.email.suppression.SuppressionPage;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A suppressed address on the wire. */
@RegisterForReflection
record SuppressionView(
        @JsonProperty("id") String id,
        @JsonProperty("tenant_id") String tenantId,
        @JsonProperty("address") String address,
        @JsonProperty("reason") String reason,
        @JsonProperty("source") String source,
        @JsonProperty("note") String note,
        @JsonProperty("user_id") String userId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("expires_at") String expiresAt) {

    static SuppressionView of(Suppression entry) {
        return new SuppressionView(
                entry.id(),
                entry.tenantId(),
                entry.address(),
                entry.reason().wireName(),
                entry.source(),
                entry.note(),
                entry.userId(),
                WireTime.text(entry.createdAt()),
                entry.expiresAt() == null ? null : WireTime.text(entry.expiresAt()));
    }

    /** A page of them with its pagination block. */
    @RegisterForReflection
    record Page(boolean success, List<SuppressionView> data, Pagination pagination) {
        static Page of(SuppressionPage page, SuppressionFilter filter) {
            long last = Math.max(1, (page.total() + filter.perPage() - 1) / filter.perPage());
            return new Page(
                    true,
                    page.items().stream().map(SuppressionView::of).toList(),
                    new Pagination(filter.page(), last, filter.perPage(), page.total(), page.capped()));
        }
    }

    /** Where a page stands in its list. */
    @RegisterForReflection
    record Pagination(
            @JsonProperty("current_page") int currentPage,
            @JsonProperty("last_page") long lastPage,
            @JsonProperty("per_page") int perPage,
            @JsonProperty("total") long total,
            @JsonProperty("total_is_capped") boolean capped) {}
}
