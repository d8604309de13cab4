// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

/** The bytes that a fault concerns: those that are read, those that are written, or both, counted together. */
enum Way {
    READ("read"),
    WRITE("written"),
    BOTH("read or written");

    private final String participle;

    Way(String participle) {
        this.participle = participle;
    }

    /** Returns whether a call that reads or writes, {@code call}, is concerned. */
    boolean concerns(Way call) {
        return this == BOTH || this == call;
    }

    /** Returns how many of the bytes of a stream count. */
    long count(long read, long written) {
        return this == READ ? read : this == WRITE ? written : read + written;
    }

    @Override
    public String toString() {
        return participle;
    }
}
