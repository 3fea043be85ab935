-- Addresses a tenant no longer writes to. One row per address; the address is lower-cased.
create table suppressions (
    id         char(36) character set ascii collate ascii_bin not null primary key,
    tenant_id  char(36) character set ascii collate ascii_bin not null,
    address    varchar(320) character set utf8mb4 collate utf8mb4_bin not null,
    -- manual, unsubscribe, hard_bounce, complaint
    reason     varchar(16) character set ascii collate ascii_bin not null,
    -- what put it here: api, webhook, inbound
    source     varchar(32) not null,
    note       varchar(500) null,
    user_id    varchar(64) not null,
    created_at datetime(6) not null,
    -- null for ever
    expires_at datetime(6) null,
    unique key suppressions_address (tenant_id, address),
    key suppressions_list (tenant_id, created_at, id),
    constraint suppressions_tenant_fk foreign key (tenant_id) references tenants (tenant_id)
) character set utf8mb4 collate utf8mb4_unicode_ci;
