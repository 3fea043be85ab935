package com.altimacrm.email.template.engine;

/** What one template may cost; beyond it compiling or rendering is refused. */
final class Limits {
    /** Length of a source, in characters. */
    static final int SOURCE = 1 << 20;
    /** Blocks within blocks, and operands within operands. */
    static final int NESTING = 50;
    /** Turns of all loops of one rendering together. */
    static final int LOOP_TURNS = 10_000;
    /** Length of one rendered part, in characters. */
    static final int OUTPUT = 5 << 20;
    /** Nodes visited in one rendering: what stops large loops around large bodies that print nothing. */
    static final int STEPS = 2_000_000;
    /** Faults kept of one rendering. */
    static final int FAULTS = 100;

    private Limits() {}
}
