package com.altimacrm.email.tenant;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.UuidV7;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.tenant.store.TenantRow;
import com.altimacrm.email.tenant.store.TenantRows;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Keeps the tenants. */
@ApplicationScoped
public class Tenants {
    private static final int MOST_NAME = 255;
    private static final String RETRY = "retry";
    private static final String HOLD = "hold";
    private final TenantRows rows;
    private final ProviderCache cache;

    Tenants(TenantRows rows, ProviderCache cache) {
        this.rows = rows;
        this.cache = cache;
    }

    /** One tenant, or all when none is given; by name. */
    @WithSession
    public Uni<List<TenantRow>> list(Optional<String> tenantId) {
        return rows.list(tenantId);
    }

    /** Adds a tenant. */
    @WithTransaction
    public Uni<TenantRow> create(Input input) {
        TenantRow row = new TenantRow();
        input.present("tenant_name");
        row.tenantId = UuidV7.nextText();
        row.status = TenantRow.ACTIVE;
        row.unconfirmedPolicy = RETRY;
        row.createdAt = now();
        apply(row, input);
        return rows.persist(row);
    }

    /** Changes what the body names; fails with {@link NotFound}. */
    @WithTransaction
    public Uni<TenantRow> update(String tenantId, Input input) {
        return rows.locked(tenantId)
                .onItem()
                .ifNull()
                .failWith(() -> missing(tenantId))
                .invoke(row -> apply(row, input));
    }

    /** Makes this replica look again at the tenant's providers; call it after the change is committed. */
    public void changed(String tenantId) {
        cache.forgetTenant(tenantId);
    }

    private static void apply(TenantRow row, Input input) {
        String name = input.text("tenant_name", MOST_NAME);
        String status = input.oneOf("status", TenantRow.ACTIVE, TenantRow.INACTIVE);
        String policy = input.oneOf("unconfirmed_policy", RETRY, HOLD);
        input.check();
        row.tenantName = name == null ? row.tenantName : name;
        row.status = status == null ? row.status : status;
        row.unconfirmedPolicy = policy == null ? row.unconfirmedPolicy : policy;
        row.updatedAt = now();
    }

    static LocalDateTime now() {
        return LocalDateTime.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MICROS);
    }

    static NotFound missing(String tenantId) {
        return new NotFound("There is no tenant '" + tenantId + "'; GET /api/email/tenants lists yours.");
    }
}
