// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

/** The bytes to which a fault applies: read, written, or both, counted together. */
enum Way {
    READ("read"),
    WRITE("written"),
    BOTH("read or written");

    private final String participle;

    Way(String participle) {
        this.participle = participle;
    }

    /** Returns whether it applies to a call, which is {@link #READ} or {@link #WRITE}. */
    boolean concerns(Way call) {
        return this == BOTH || this == call;
    }

    /** Returns the number of bytes that count. */
    long count(long read, long written) {
        return this == READ ? read : this == WRITE ? written : read + written;
    }

    @Override
    public String toString() {
        return participle;
    }
}
