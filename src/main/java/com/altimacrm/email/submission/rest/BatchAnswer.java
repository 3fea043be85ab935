package com.altimacrm.email.submission.rest;

import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.Refusal;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * What became of each mail of a batch, in the order of the request.
 *
 * @param accepted how many are stored and will be sent, repeats included
 * @param refused how many are not
 */
@RegisterForReflection
record BatchAnswer(int accepted, int refused, List<One> results) {
    static BatchAnswer of(List<One> results) {
        int accepted = (int) results.stream().filter(One::success).count();
        return new BatchAnswer(accepted, results.size() - accepted, results);
    }

    /**
     * One mail's answer: what it alone would have been answered with.
     *
     * @param index its place in {@code messages}, from 0
     * @param statusCode 202, or the status of its refusal
     * @param replayed true when its key was known and the first receipt is given again; else null
     * @param message why it was refused; null when it was not
     * @param errors faults by dotted field name, when fields are at fault
     * @param data its receipt; null when it was refused
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record One(
            int index,
            boolean success,
            @JsonProperty("status_code") int statusCode,
            Boolean replayed,
            String message,
            Map<String, List<String>> errors,
            SendReceipt data) {

        static One accepted(int index, Receipt receipt) {
            Boolean replayed = receipt.replayed() ? Boolean.TRUE : null;
            return new One(index, true, 202, replayed, null, null, SendReceipt.of(receipt));
        }

        static One refused(int index, Refusal refusal) {
            return new One(index, false, refusal.status(), null, refusal.message(), refusal.errors(), null);
        }
    }
}
