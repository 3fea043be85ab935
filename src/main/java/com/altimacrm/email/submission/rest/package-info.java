/**
 * The REST doors for mail; each reads its form of the contract and answers with its receipt.
 * <p>May depend on: submission, outbox, tenant, identity, message, input, problem, platform.
 */
package com.altimacrm.email.submission.rest;
