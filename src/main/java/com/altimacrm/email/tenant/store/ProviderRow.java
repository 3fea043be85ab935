package com.altimacrm.email.tenant.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A row of email_providers; its secrets are sealed. */
@Entity
@Table(name = "email_providers")
public class ProviderRow extends PanacheEntityBase {
    @Id
    @Column(name = "provider_id", columnDefinition = "char(36)")
    public String providerId;

    @Column(name = "tenant_id", columnDefinition = "char(36)")
    public String tenantId;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "tenant_id", insertable = false, updatable = false)
    public TenantRow tenant;

    @Column(name = "provider_name")
    public String providerName;

    @Column(name = "config_json")
    public String configJson;

    @Column(name = "secrets")
    public String secrets;

    @Column(name = "bounce_email")
    public String bounceEmail;

    @Column(name = "header_overrides")
    public String headerOverrides;

    @Column(name = "is_active")
    public boolean active;

    @Column(name = "revision")
    public long revision;

    @Column(name = "deleted_at")
    public LocalDateTime deletedAt;

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

    /** Never shows the configuration. */
    @Override
    public String toString() {
        return "ProviderRow[" + providerId + "]";
    }
}
