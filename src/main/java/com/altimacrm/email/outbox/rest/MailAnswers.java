package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.outbox.MailPage;
import com.altimacrm.email.outbox.PageRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts a page of mails into the success form with its pagination. */
final class MailAnswers {
    private MailAnswers() {}

    /** With {@code from} and {@code to}, the numbers of the first and last row shown. */
    static ObjectNode numbered(MailPage mails, PageRequest page) {
        ObjectNode answer = paged(mails, page);
        ObjectNode pagination = (ObjectNode) answer.get("pagination");
        if (mails.items().isEmpty()) {
            pagination.putNull("from").putNull("to");
        } else {
            pagination
                    .put("from", page.offset() + 1)
                    .put("to", page.offset() + mails.items().size());
        }
        return answer;
    }

    /** {@code last_page} is the last one that can be asked for, even where {@code total} is larger. */
    static ObjectNode paged(MailPage mails, PageRequest page) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("success", true);
        answer.putArray("data").addAll(mails.items());
        long reachable = Math.min(mails.total(), PageRequest.DEPTH);
        answer.putObject("pagination")
                .put("current_page", page.page())
                .put("last_page", Math.max(1, (reachable + page.perPage() - 1) / page.perPage()))
                .put("per_page", page.perPage())
                .put("total", mails.total())
                .put("total_is_capped", mails.capped());
        return answer;
    }
}
