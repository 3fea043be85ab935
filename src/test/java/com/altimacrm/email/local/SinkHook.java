package com.altimacrm.email.local;

import java.time.Duration;

/** Decides how a {@link MailSink} reacts at a step of a session. It runs on an event loop and is called concurrently. */
@FunctionalInterface
public interface SinkHook {

    /** Lets everything pass. */
    SinkHook NONE = (step, detail) -> Reaction.goOn();

    /**
     * What to do now.
     *
     * @param detail the client's command line; the Message-ID at {@code CONTENT}, {@code KEPT} and {@code ANSWERED};
     *     else empty
     */
    Reaction at(SinkStep step, String detail);

    /** What the sink can do at a step. */
    sealed interface Reaction {

        /** As a healthy server would. */
        record GoOn() implements Reaction {}

        /** Answers with {@code reply}, such as {@code "452 4.2.2 mailbox full"}, in place of its own answer. */
        record Refuse(String reply) implements Reaction {}

        /** Closes the connection without a word; earlier answers still go out. */
        record Drop() implements Reaction {}

        /** Waits, then reacts as {@code then} says. */
        record Delay(Duration time, Reaction then) implements Reaction {}

        static Reaction goOn() {
            return new GoOn();
        }

        static Reaction refuse(String reply) {
            return new Refuse(reply);
        }

        static Reaction drop() {
            return new Drop();
        }

        static Reaction delay(Duration time) {
            return new Delay(time, goOn());
        }
    }
}
