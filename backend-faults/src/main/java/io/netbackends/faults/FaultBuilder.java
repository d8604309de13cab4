// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.time.Duration;

/**
 * Builds a fault: first its conditions, then its effect, whose method returns the {@link Fault}. Immutable: each condition
 * returns another builder.
 *
 * <pre>{@code
 * Faults.on("db:5432").connection(2).reading().afterBytes(1000).reset()
 * Faults.on("*").writing().latency(Duration.ofMillis(50), Duration.ofMillis(20))
 * }</pre>
 *
 * <p>{@link #latency}, {@link #bandwidth}, {@link #slices} and effects {@link #afterBytes} apply to bytes both read and
 * written, unless {@link #reading} or {@link #writing} was called. Bytes are those that the program reads and writes, above
 * TLS.
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
     * @param number the number of the connection, from 1, among those to these hosts that were open when the fault was
     *     added, or opened later
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
     * Applies the fault to a connection with this probability. The decision is made once for each connection, from the seed,
     * the position of the fault among those added, and the number of the connection.
     *
     * @param probability between 0 and 1
     * @return another builder
     * @throws IllegalArgumentException if {@code probability} is out of range
     */
    public FaultBuilder probability(double probability) {
        return with(conditions.withProbability(probability));
    }

    /**
     * Delays the start of the fault.
     *
     * @param time the time after the fault was added; not negative
     * @return another builder
     * @throws IllegalArgumentException if {@code time} is negative, or not before the end
     */
    public FaultBuilder from(Duration time) {
        return with(conditions.withTimes(checked("from", time), conditions.until()));
    }

    /**
     * Limits the duration of the fault.
     *
     * @param time the time after the fault was added; later than its start
     * @return another builder
     * @throws IllegalArgumentException if {@code time} is not after the start
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
     * Injects the fault after a number of bytes.
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
     * Ends the bytes to read, as if the peer had half-closed the connection. Writes continue.
     *
     * @return a fault
     * @throws IllegalStateException if this builder is for written bytes
     */
    public Fault halfClose() {
        if (way == Way.WRITE) {
            throw new IllegalStateException("half-close (written) must be of read bytes");
        }
        return atOffset(Effect.Kind.HALF_CLOSE);
    }

    /** {@return a fault: no more bytes pass until the fault is removed. Deadlines, interrupts and close end the wait} */
    public Fault stall() {
        return atOffset(Effect.Kind.STALL);
    }

    /** {@return a fault: the next byte is changed to a different one, chosen by the seed} */
    public Fault corrupt() {
        return atOffset(Effect.Kind.CORRUPT);
    }

    /**
     * Delays bytes.
     *
     * @param time the delay between the arrival of bytes and the end of the read, and before each write
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault latency(Duration time) {
        return latency(time, Duration.ZERO);
    }

    /**
     * Delays bytes by a varying time.
     *
     * @param time the delay between the arrival of bytes and the end of the read, and before each write
     * @param jitter the maximum deviation, chosen by the seed; at most {@code time}
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
     * Splits bytes into pieces.
     *
     * @param bytes the maximum that one read returns and one write of the transport accepts; positive
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
     * Delays connects.
     *
     * @param time the delay before the connect begins
     * @return a fault
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Fault connectLatency(Duration time) {
        return fault(new Effect.ConnectLatency(checked("latency", time)));
    }

    /** {@return a fault: lookups fail, regardless of the port in the pattern. See {@link Faults#resolver}} */
    public Fault failLookup() {
        return fault(new Effect.FailLookup());
    }

    /**
     * Delays lookups, regardless of the port in the pattern. See {@link Faults#resolver}.
     *
     * @param time the delay before the lookup begins
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
     * Delays closes.
     *
     * @param time the delay before the stream is closed, unless a deadline passes first
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

    /** Checks that a time can be counted in nanoseconds. */
    private static Duration checked(String name, Duration time) {
        if (time.isNegative() || time.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " (" + time + ") must be between 0 and " + MOST);
        }
        return time;
    }
}
