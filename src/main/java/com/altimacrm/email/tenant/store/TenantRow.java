package com.altimacrm.email.tenant.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A row of tenants. */
@Entity
@Table(name = "tenants")
public class TenantRow extends PanacheEntityBase {
    public static final String ACTIVE = "active";
    public static final String INACTIVE = "inactive";

    @Id
    @Column(name = "tenant_id", columnDefinition = "char(36)")
    public String tenantId;

    @Column(name = "tenant_name")
    public String tenantName;

    @Column(name = "status")
    public String status;

    @Column(name = "unconfirmed_policy")
    public String unconfirmedPolicy;

    @Column(name = "created_at")
    public LocalDateTime createdAt;

    @Column(name = "updated_at")
    public LocalDateTime updatedAt;

    public Instant created() {
        return createdAt.toInstant(ZoneOffset.UTC);
    }

    public Instant updated() {
        return updatedAt.toInstant(ZoneOffset.UTC);
    }
}
