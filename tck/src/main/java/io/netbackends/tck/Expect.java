// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** Assertions of cases; a failure names the actual and the required value. */
final class Expect {
    /** The maximum time that D13 allows close to wait for buffer space. */
    private static final Duration MAX_CLOSE = Duration.ofSeconds(2);

    private Expect() {}

    /** A call on the backend under test. */
    interface Call {
        void run() throws Exception;
    }

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    static void equal(Object expected, Object actual, String what) {
        that(expected.equals(actual), what + " is " + actual + "; " + expected + " was required");
    }

    static void sameBytes(byte[] expected, byte[] actual, String what) {
        int at = Arrays.mismatch(expected, actual);
        if (at < 0) {
            return;
        }
        throw new AssertionError(what + ": " + actual.length + " bytes arrived, " + expected.length
                + " were required; the first difference is at byte " + at + ": " + show(actual, at) + " instead of "
                + show(expected, at));
    }

    private static String show(byte[] data, int from) {
        return from >= data.length
                ? "the end"
                : Arrays.toString(Arrays.copyOfRange(data, from, Math.min(from + 8, data.length)));
    }

    static void endOfStream(NetworkStreamInterface stream) throws IOException {
        byte[] data = stream.read(1024);
        that(data.length == 0, "read returned " + data.length + " bytes; the end of the stream was required");
    }

    /** Runs a call that must time out after the given time, not before and not much later. */
    static NetworkTimeoutException timeout(Duration after, Call call) throws Exception {
        long start = System.nanoTime(); // read first: this thread may be descheduled before it reads the remaining time
        // some time may have passed since the deadline was set
        Duration earliest = Duration.ofNanos(Math.min(after.toNanos(), Timeout.remainingNanos()));
        Throwable thrown = thrownBy(call);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        NetworkTimeoutException timeout = timeout(thrown, after + " and what followed");
        that(
                elapsed.compareTo(earliest.minus(TckTimes.early())) >= 0,
                "the call timed out after " + elapsed + ", before its deadline of " + after);
        that(
                elapsed.compareTo(after.plus(TckTimes.slack())) <= 0,
                "the call timed out after " + elapsed + "; its deadline was " + after);
        return timeout;
    }

    /** Runs a call that must time out immediately, since its deadline has passed already. */
    static NetworkTimeoutException timeoutAtOnce(Call call) throws Exception {
        return timeout(Duration.ZERO, call);
    }

    private static NetworkTimeoutException timeout(Throwable thrown, String when) {
        if (thrown instanceof NetworkTimeoutException timeout) {
            return timeout;
        }
        throw unexpected("a NetworkTimeoutException after " + when, thrown);
    }

    /** The call must fail because the stream was closed on this side. */
    static NetworkStreamClosedException closed(Call call) throws Exception {
        return closed(thrownBy(call));
    }

    static NetworkStreamClosedException closed(Throwable thrown) {
        if (thrown instanceof NetworkStreamClosedException closed) {
            return closed;
        }
        throw unexpected("a NetworkStreamClosedException", thrown);
    }

    /** The call must fail permanently: not with a timeout, an interrupt or an unchecked exception. */
    static IOException broken(Call call) throws Exception {
        return broken(thrownBy(call));
    }

    static IOException broken(Throwable thrown) {
        if (thrown instanceof IOException failure && !(thrown instanceof InterruptedIOException)) {
            return failure;
        }
        throw unexpected("an IOException that is no timeout and no interrupt", thrown);
    }

    /** The call must fail because of an interrupt, with the flag of the current thread set. */
    static InterruptedIOException interrupted(Call call) throws Exception {
        InterruptedIOException failure = interrupted(thrownBy(call));
        that(
                Thread.currentThread().isInterrupted(),
                "the interrupt flag is clear after " + failure + "; it must stay set");
        return failure;
    }

    static InterruptedIOException interrupted(Throwable thrown) {
        if (thrown instanceof InterruptedIOException failure && !(thrown instanceof SocketTimeoutException)) {
            return failure;
        }
        throw unexpected("an InterruptedIOException that is no timeout", thrown);
    }

    static <E extends Throwable> E failure(Class<E> type, Call call) throws Exception {
        return failure(type, thrownBy(call));
    }

    static <E extends Throwable> E failure(Class<E> type, Throwable thrown) {
        if (type.isInstance(thrown)) {
            return type.cast(thrown);
        }
        throw unexpected("a " + type.getName(), thrown);
    }

    /** Closes a stream or listener, which may wait for buffer space, but not long. */
    static void closes(Closeable closeable) throws Exception {
        soon(closeable::close, MAX_CLOSE.plus(TckTimes.slack()));
    }

    /** Runs a call that must return or fail soon. */
    static void soon(Call call) throws Exception {
        soon(call, TckTimes.slack());
    }

    private static void soon(Call call, Duration limit) throws Exception {
        long start = System.nanoTime();
        call.run();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        that(elapsed.compareTo(limit) <= 0, "the call took " + elapsed + "; it must not wait");
    }

    private static Throwable thrownBy(Call call) {
        try {
            call.run();
        } catch (AssertionError e) {
            throw e;
        } catch (Throwable e) {
            return e;
        }
        throw new AssertionError("the call returned; it was required to fail");
    }

    private static AssertionError unexpected(String required, Throwable thrown) {
        return new AssertionError("the call failed with " + thrown + "; " + required + " was required", thrown);
    }
}
