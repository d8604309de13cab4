// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.internal.DurationText;
import java.time.Duration;

/** The effect of a fault. Its {@code toString} is part of messages. */
sealed interface Effect {
    /** The events at an offset of a stream. */
    enum Kind {
        RESET("reset"),
        CUT("cut"),
        HALF_CLOSE("half-close"),
        STALL("stall"),
        CORRUPT("corruption");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    /** An event after a number of bytes. */
    record AtOffset(Way way, long offset, Kind kind) implements Effect {
        @Override
        public String toString() {
            return kind.noun + " after " + offset + (offset == 1 ? " byte " : " bytes ") + way;
        }
    }

    /** Bytes are delayed, by a time that varies by at most {@code jitter}. */
    record Latency(Way way, Duration time, Duration jitter) implements Effect {
        @Override
        public String toString() {
            return "latency of " + DurationText.of(time) + (jitter.isZero() ? "" : "\u00b1" + DurationText.of(jitter))
                    + " for bytes " + way;
        }
    }

    /** Bytes pass at a limited rate. */
    record Bandwidth(Way way, long bytesPerSecond) implements Effect {
        @Override
        public String toString() {
            return "bandwidth of " + bytesPerSecond + " bytes per second for bytes " + way;
        }
    }

    /** Bytes pass in pieces. */
    record Slice(Way way, int bytes) implements Effect {
        @Override
        public String toString() {
            return "slices of " + bytes + (bytes == 1 ? " byte " : " bytes ") + way;
        }
    }

    /** Connects are refused. */
    record RefuseConnect() implements Effect {
        @Override
        public String toString() {
            return "refused connect";
        }
    }

    /** Connects are delayed. */
    record ConnectLatency(Duration time) implements Effect {
        @Override
        public String toString() {
            return "connect latency of " + DurationText.of(time);
        }
    }

    /** Lookups fail. */
    record FailLookup() implements Effect {
        @Override
        public String toString() {
            return "failed lookup";
        }
    }

    /** Lookups are delayed. */
    record LookupLatency(Duration time) implements Effect {
        @Override
        public String toString() {
            return "lookup latency of " + DurationText.of(time);
        }
    }

    /** TLS handshakes fail. */
    record FailTls() implements Effect {
        @Override
        public String toString() {
            return "failed TLS handshake";
        }
    }

    /** Closes are delayed. */
    record CloseLatency(Duration time) implements Effect {
        @Override
        public String toString() {
            return "close latency of " + DurationText.of(time);
        }
    }
}
