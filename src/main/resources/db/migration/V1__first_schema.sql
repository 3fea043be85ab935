-- First schema. Runs on MySQL 8.0+ and MariaDB 10.6+ alike, so: no json type, no server-specific defaults.
-- Ids are UUID v7 as text; JSON is longtext, written and read by the service. All times are UTC.

create table tenants (
    tenant_id          char(36) character set ascii collate ascii_bin not null primary key,
    tenant_name        varchar(255) not null,
    status             varchar(16) not null default 'active',
    -- what to do with a mail whose line dropped after the body went out: retry (same Message-ID) or hold
    unconfirmed_policy varchar(16) not null default 'retry',
    created_at         datetime(6) not null,
    updated_at         datetime(6) not null,
    key tenants_status (status)
) character set utf8mb4 collate utf8mb4_unicode_ci;

create table users (
    user_id           char(36) character set ascii collate ascii_bin not null primary key,
    -- null for an operator, who stands over all tenants
    tenant_id         char(36) character set ascii collate ascii_bin null,
    name              varchar(255) not null,
    email             varchar(255) not null,
    password_hash     varchar(255) not null,
    role              varchar(16) not null default 'user',
    is_active         boolean not null default true,
    email_verified_at datetime(6) null,
    last_login_at     datetime(6) null,
    created_at        datetime(6) not null,
    updated_at        datetime(6) not null,
    unique key users_email (email),
    key users_tenant (tenant_id, role),
    constraint users_tenant_fk foreign key (tenant_id) references tenants (tenant_id)
) character set utf8mb4 collate utf8mb4_unicode_ci;

create table email_providers (
    provider_id      char(36) character set ascii collate ascii_bin not null primary key,
    tenant_id        char(36) character set ascii collate ascii_bin not null,
    provider_name    varchar(255) not null,
    -- config_json as the client gave it, without the secret values
    config_json      longtext not null,
    -- {"key name": "v1:<key id>:<base64 of nonce and AES-256-GCM ciphertext>"}
    secrets          longtext not null,
    bounce_email     varchar(255) null,
    header_overrides longtext null,
    is_active        boolean not null default true,
    -- grows with every change, so that cached clients know they are stale
    revision         bigint not null default 1,
    -- a deleted provider keeps its mail history
    deleted_at       datetime(6) null,
    created_at       datetime(6) not null,
    updated_at       datetime(6) not null,
    key providers_tenant (tenant_id, provider_name),
    constraint providers_tenant_fk foreign key (tenant_id) references tenants (tenant_id)
) character set utf8mb4 collate utf8mb4_unicode_ci;

create table email_templates (
    id           bigint not null auto_increment primary key,
    -- null: offered to every tenant
    tenant_id    char(36) character set ascii collate ascii_bin null,
    scope        varchar(36) character set ascii collate ascii_bin generated always as (coalesce(rtrim(tenant_id), 'shared')) stored,
    template_id  varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    name         varchar(255) not null,
    subject      varchar(500) not null,
    html_content longtext null,
    text_content longtext null,
    variables    longtext null,
    category     varchar(100) not null default 'system',
    language     varchar(10) not null default 'en',
    is_active    boolean not null default true,
    metadata     longtext null,
    created_at   datetime(6) not null,
    updated_at   datetime(6) not null,
    unique key templates_key (scope, template_id),
    key templates_list (scope, category, language)
) character set utf8mb4 collate utf8mb4_unicode_ci;

-- One row is one accepted mail. Kept slim: every claim and outcome rewrites it, so bodies live in outbox_content.
create table outbox (
    id                    char(36) character set ascii collate ascii_bin not null primary key,
    tenant_id             char(36) character set ascii collate ascii_bin not null,
    provider_id           char(36) character set ascii collate ascii_bin not null,
    user_id               varchar(64) not null,
    -- Idempotency-Key, else the client's message_id; null when the client gave neither
    submission_key        varchar(255) character set utf8mb4 collate utf8mb4_bin null,
    -- SHA-256 of the normalised submission: the same key with another digest is refused
    submission_digest     char(64) character set ascii collate ascii_bin not null,
    -- the digest again, only while the broker might still redeliver a message that carried no id
    redelivery_digest     char(64) character set ascii collate ascii_bin null,
    -- when a redelivered message was recognised as this row
    redelivery_claimed_at datetime(6) null,
    message_id            varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    -- Message-ID header without angle brackets; made before the first attempt and never changed
    internet_message_id   varchar(320) character set utf8mb4 collate utf8mb4_bin not null,
    subject               varchar(255) not null,
    from_email            varchar(320) not null,
    from_name             varchar(255) null,
    body_format           varchar(8) not null,
    status                varchar(16) not null default 'pending',
    error_message         text null,
    provider_response     longtext null,
    provider_message_id   varchar(255) null,
    source                varchar(32) not null,
    queue_name            varchar(255) null,
    processing_method     varchar(32) null,
    queue_processed       boolean not null default false,
    queued_at             datetime(6) null,
    processing_started_at datetime(6) null,
    sent_at               datetime(6) null,
    delivered_at          datetime(6) null,
    bounced_at            datetime(6) null,
    processing_time_ms    int null,
    delivery_time_ms      int null,
    -- failed attempts that count against the retry schedule; pacing by the provider does not
    retry_count           int not null default 0,
    campaign_id           varchar(255) null,
    template_id           varchar(255) null,
    priority              varchar(8) not null default 'normal',
    scheduled_at          datetime(6) null,
    corrections           longtext null,
    bounce_reason         text null,
    -- no attempt before this
    not_before            datetime(6) not null,
    -- when a sweep may take the row: never rung (grace over), retry due, or lease lapsed; null once it has ended
    due_at                datetime(6) null,
    -- the replica that holds the row; null when nobody does
    lease_owner           varchar(64) character set ascii collate ascii_bin null,
    -- who held the row when the present holder claimed it: set when a lease lapsed
    previous_owner        varchar(64) character set ascii collate ascii_bin null,
    -- grows with every claim; a write with an older number is refused
    fence                 bigint not null default 0,
    created_at            datetime(6) not null,
    updated_at            datetime(6) not null,
    unique key outbox_submission_key (tenant_id, submission_key),
    unique key outbox_message_id (tenant_id, message_id),
    key outbox_internet_id (tenant_id, internet_message_id),
    key outbox_due (provider_id, due_at),
    key outbox_redelivery (redelivery_digest),
    key outbox_created (tenant_id, created_at, id),
    key outbox_status (tenant_id, status, created_at, id),
    key outbox_sent (tenant_id, sent_at, created_at, id),
    constraint outbox_tenant_fk foreign key (tenant_id) references tenants (tenant_id),
    constraint outbox_provider_fk foreign key (provider_id) references email_providers (provider_id)
) character set utf8mb4 collate utf8mb4_unicode_ci;

create table outbox_content (
    outbox_id     char(36) character set ascii collate ascii_bin not null primary key,
    tenant_id     char(36) character set ascii collate ascii_bin not null,
    html_body     longtext null,
    text_body     longtext null,
    -- [{filename, mime_type, url | sha256, size}]
    attachments   longtext null,
    -- extra headers the client asked for
    headers       longtext null,
    reply_to      varchar(320) null,
    metadata      longtext null,
    constraint outbox_content_fk foreign key (outbox_id) references outbox (id) on delete cascade
) character set utf8mb4 collate utf8mb4_unicode_ci;

create table outbox_recipients (
    outbox_id  char(36) character set ascii collate ascii_bin not null,
    position   smallint not null,
    tenant_id  char(36) character set ascii collate ascii_bin not null,
    kind       varchar(3) character set ascii collate ascii_bin not null,
    address    varchar(320) not null,
    name       varchar(255) null,
    -- pending, sent, failed, bounced
    status     varchar(16) not null default 'pending',
    reply      text null,
    primary key (outbox_id, position),
    key recipients_address (tenant_id, address, outbox_id),
    constraint outbox_recipients_fk foreign key (outbox_id) references outbox (id) on delete cascade
) character set utf8mb4 collate utf8mb4_unicode_ci;

-- The timeline of a message: every step with time, actor, attempt and the server's words. Append-only.
create table message_events (
    id        bigint not null auto_increment primary key,
    tenant_id char(36) character set ascii collate ascii_bin not null,
    outbox_id char(36) character set ascii collate ascii_bin not null,
    at        datetime(6) not null,
    type      varchar(32) not null,
    actor     varchar(128) not null,
    attempt   int not null default 0,
    recipient varchar(320) null,
    detail    text null,
    key events_timeline (outbox_id, id)
) character set utf8mb4 collate utf8mb4_unicode_ci;

-- Running totals, so that no screen counts history. Each row is one of several slots, so that writers rarely meet.
create table mail_counters (
    tenant_id   char(36) character set ascii collate ascii_bin not null,
    provider_id char(36) character set ascii collate ascii_bin not null,
    day         date not null,
    metric      varchar(16) character set ascii collate ascii_bin not null,
    slot        tinyint not null,
    amount      bigint not null,
    primary key (tenant_id, provider_id, day, metric, slot)
) character set utf8mb4 collate utf8mb4_unicode_ci;

-- Messages owed to the broker, written in the transaction that owes them and ticked off on the publisher confirm.
create table publications (
    id          bigint not null auto_increment primary key,
    tenant_id   char(36) character set ascii collate ascii_bin null,
    queue_name  varchar(255) not null,
    payload     longtext not null,
    headers     longtext not null,
    due_at      datetime(6) not null,
    created_at  datetime(6) not null,
    key publications_due (due_at, id)
) character set utf8mb4 collate utf8mb4_unicode_ci;

-- Attachment bytes, stored once per content and tenant, in pieces that fit any max_allowed_packet.
create table attachment_chunks (
    tenant_id char(36) character set ascii collate ascii_bin not null,
    sha256    char(64) character set ascii collate ascii_bin not null,
    seq       int not null,
    data      mediumblob not null,
    primary key (tenant_id, sha256, seq)
) character set utf8mb4 collate utf8mb4_unicode_ci;

insert into email_templates (tenant_id, template_id, name, subject, html_content, text_content, variables, category, language, metadata, created_at, updated_at)
values (null, 'direct-email', 'Direct e-mail', '{{subject}}',
        '<!doctype html><html><body><div>{!! $body_content !!}</div></body></html>',
        '{{body_content}}',
        '{"subject":"Subject","body_content":"Body content"}', 'system', 'en', '{}', utc_timestamp(6), utc_timestamp(6));
