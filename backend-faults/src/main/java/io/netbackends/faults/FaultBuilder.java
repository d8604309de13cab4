// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.time.Duration;

/**
 * Describes one fault: conditions first, then what happens, which returns the {@link Fault}. Immutable; each condition returns another
 * builder.
 *
 * <pre>{@code
 * Faults.on("db:5432").connection(2).reading().afterBytes(1000).reset()
 * Faults.on("*").writing().latency(Duration.ofMillis(50), Duration.ofMillis(20))
 * }</pre>
 *
 * <p>{@link #latency}, {@link #bandwidth}, {@link #slices} and what happens {@link #afterBytes} concern bytes both read and written,
 * unless {@link #reading} or {@link #writing} was called. Bytes are those that the program reads and writes, above TLS.
 */
public final class FaultBuilder {
    private static final Duration MOST = Duration.ofDays(36_500);

    private final FaultConditions conditions;
    private final Way way;
    private final long offset;

    FaultBuilder(FaultConditions conditions, Way way, long offset) {
        this.conditions = conditions;
        this.way = way;
        this.offset = offset;
    }

    private FaultBuilder with(FaultConditions changed) {
        return new FaultBuilder(changed, way, offset);
    }

    private Fault fault(Effect effect) {
        return new Fault(conditions, effect);
    }

    private Fault atOffset(Effect.Kind kind) {
        return fault(new Effect.AtOffset(way, offset, kind));
    }

    /**
     * Limits the fault to one connection.
     *
     * @param number among the connections to these hosts that begin after the fault was added, or were open then; from 1
     * @return another builder
     * @throws IllegalArgumentException if {@code number} is not positive
     */
    public FaultBuilder connection(long number) {
        return connections(number, number);
    }

    /**
     * Limits the fault to some connections, counted as for {@link #connection}.
     *
     * @param first positive
     * @param last not less than {@code first}
     * @return another builder
     * @throws IllegalArgumentException if the numbers are out of range
     */
    public FaultBuilder connections(long first, long last) {
        return with(conditions.withConnections(first, last));
    }

    /**
     * Has a connection meet the fault by chance. It is decided once for each connection, by the seed, the fault's place among
     * those that were added, and the connection's number.
     *
     * @param probability between 0 and 1
     * @return another builder
     * @throws IllegalArgumentException if {@code probability} is out of range
     */
    public FaultBuilder probability(double probability) {
        return with(conditions.withProbability(probability));
    }

    /**
     * Has the fault begin later.
     *
     * @param time after it was added; not negative
     * @return another builder
     * @throws IllegalArgumentException if {@code time} is negative, or not before the end
     */
    public FaultBuilder from(Duration time) {
        return with(conditions.withTimes(checked("from", time), conditions.until()));
    }

    /**
     * Has the fault end by itself.
     *
     * @param time after it was added; later than the beginning
     * @return another builder
     * @throws IllegalArgumentException if {@code time} is not after the beginning
     */
    public FaultBuilder until(Duration time) {
        return with(conditions.withTimes(conditions.from(), checked("until", time)));
    }

    /** {@return another builder, for bytes that the program reads} */
    public FaultBuilder reading() {
        return new FaultBuilder(conditions, Way.READ, offset);
    }

    /** {@return another builder, for bytes that the program writes} */
    public FaultBuilder writing() {
        return new FaultBuilder(conditions, Way.WRITE, offset);
    }

    /**
     * Has the fault happen when a number of bytes have passed.
     *
     * @param bytes not negative; by default 0
     * @return another builder
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public FaultBuilder afterBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes (" + bytes + ") must not be negative");
        }
        return new FaultBuilder(conditions, way, bytes);
    }

    /** {@return a fault: the connection is reset, at both ends} */
    public Fault reset() {
        return atOffset(Effect.Kind.RESET);
    }

    /** {@return a fault: the connection is closed. Reads find the end of the stream, over TLS one without close_notify; writes fail} */
    public Fault cut() {
        return atOffset(Effect.Kind.CUT);
    }

    /**
     * Ends what is read: the peer seems to have closed its sending side. Writes go on.
     *
     * @return a fault
     * @throws IllegalStateException if this builder is for bytes that are written
     */
    public Fault halfClose() {
        if (way == Way.WRITE) {
            throw new IllegalStateException("half-close (written) must be of bytes that are read");
        }
        return atOffset(Effect.Kind.HALF_CLOSE);
    }

    /** {@return a fault: no more bytes pass until the fault is removed. Deadlines, interrupts and close end the wait} */
    public Fault stall() {
        return atOffset(Effect.Kind.STALL);
    }

    /** {@return a fault: the next byte is changed to another one, chosen by the seed} */
    public Fault corrupt() {
        return atOffset(Effect.Kind.CORRUPT);
    }

    /**
     * Has bytes take longer.
     *
     * @param time between the arrival of bytes and the end of the read; before each write
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault latency(Duration time) {
        return latency(time, Duration.ZERO);
    }

    /**
     * Has bytes take longer, by a time that differs.
     *
     * @param time between the arrival of bytes and the end of the read; before each write
     * @param jitter how much more or less at most, chosen by the seed; not more than {@code time}
     * @return a fault
     * @throws IllegalArgumentException if a time is out of range
     */
    public Fault latency(Duration time, Duration jitter) {
        if (checked("jitter", jitter).compareTo(checked("latency", time)) > 0) {
            throw new IllegalArgumentException(
                    "jitter (" + jitter + ") must not be more than the latency (" + time + ")");
        }
        return fault(new Effect.Latency(way, time, jitter));
    }

    /**
     * Limits the rate at which bytes pass.
     *
     * @param bytesPerSecond positive
     * @return a fault
     * @throws IllegalArgumentException if {@code bytesPerSecond} is not positive
     */
    public Fault bandwidth(long bytesPerSecond) {
        return fault(new Effect.Bandwidth(way, positive("bytesPerSecond", bytesPerSecond)));
    }

    /**
     * Has bytes pass in pieces.
     *
     * @param bytes the most that one read returns and one write of the transport takes; positive
     * @return a fault
     * @throws IllegalArgumentException if {@code bytes} is not positive
     */
    public Fault slices(int bytes) {
        return fault(new Effect.Slice(way, (int) positive("bytes", bytes)));
    }

    /** {@return a fault: connects are refused} */
    public Fault refuseConnect() {
        return fault(new Effect.RefuseConnect());
    }

    /**
     * Has connects take longer.
     *
     * @param time waited before the connect begins
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault connectLatency(Duration time) {
        return fault(new Effect.ConnectLatency(checked("latency", time)));
    }

    /** {@return a fault: lookups fail, whatever the port. See {@link Faults#resolver}} */
    public Fault failLookup() {
        return fault(new Effect.FailLookup());
    }

    /**
     * Has lookups take longer, whatever the port. See {@link Faults#resolver}.
     *
     * @param time waited before the lookup begins
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault lookupLatency(Duration time) {
        return fault(new Effect.LookupLatency(checked("latency", time)));
    }

    /** {@return a fault: TLS handshakes fail} */
    public Fault failTls() {
        return fault(new Effect.FailTls());
    }

    /**
     * Has closing take longer.
     *
     * @param time waited before the stream is closed, unless a deadline passes first
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault closeLatency(Duration time) {
        return fault(new Effect.CloseLatency(checked("latency", time)));
    }

    private static long positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive");
        }
        return value;
    }

    /** So that times can be counted in nanoseconds. */
    private static Duration checked(String name, Duration time) {
        if (time.isNegative() || time.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " (" + time + ") must be between 0 and " + MOST);
        }
        return time;
    }
}
