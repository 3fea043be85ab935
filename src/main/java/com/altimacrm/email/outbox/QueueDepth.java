package com.altimacrm.email.outbox;

/** How many messages are ready in a queue, and how many consume it. */
public record QueueDepth(String name, int messages, int consumers) {}
