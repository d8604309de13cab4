// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** A feature that some transports lack; cases that need a missing one are reported as skipped. */
public enum Capability {
    /** Streams can be switched to TLS. */
    TLS("streams that can be switched to TLS"),

    /** One direction of a stream can be closed alone, by either side. */
    HALF_CLOSE("a direction that can be closed alone"),

    /** The peer can break a connection, so that the stream's next read and write fail. */
    RESET("a peer that can break the connection"),

    /** {@code abort} resets the connection: the peer's next read fails. */
    ABORT_RESETS("an abort that resets the connection"),

    /** {@code available} of a stream counts received bytes that were not read. */
    AVAILABLE("streams that know the number of bytes available"),

    /** Streams have the options of a TCP socket. */
    TCP_OPTIONS("streams with the options of a TCP socket"),

    /** Streams buffer a bounded amount: less than 16 MiB. */
    BACKPRESSURE("bounded buffers"),

    /** {@code listen("127.0.0.1", 0)} of the backend works, and its connects reach the listener there. */
    LISTEN("a backend that listens"),

    /** {@code connect(host, port)} opens TCP connections to addresses of this machine. */
    INTERNET_ADDRESSES("connect(host, port) over TCP"),

    /** The peer sees the address that the stream has on this side: there is no proxy between them. */
    END_TO_END("connections without a proxy between the ends"),

    /** {@link TckListener#fillBacklog} works: connects to the listener then wait. */
    FULL_BACKLOG("a listener that can make connects wait"),

    /** {@link TckFixture#backend(io.netbackends.HostResolver)} works. */
    HOST_RESOLVER("a backend that accepts a resolver of host names"),

    /** {@link Thread#interrupt} wakes a call that is blocked on a platform thread. */
    INTERRUPTS_ON_PLATFORM_THREADS("interrupts that wake platform threads"),

    /** {@link Thread#interrupt} wakes a call that is blocked on a virtual thread. */
    INTERRUPTS_ON_VIRTUAL_THREADS("interrupts that wake virtual threads"),

    /** Streams hold descriptors of the system, which the kit counts in {@code /proc/self/fd}. */
    DESCRIPTORS("descriptors that can be counted"),

    /**
     * The asynchronous half completes its futures on its own threads, which no call or trust manager blocks, and which end
     * when there is no work left. An asynchronous half over threads lacks this: each call blocks a thread.
     */
    EVENT_LOOP("an asynchronous half on an event loop");

    private final String meaning;

    Capability(String meaning) {
        this.meaning = meaning;
    }

    /** {@return the text of the capability, which completes "needs …"} */
    public String meaning() {
        return meaning;
    }
}
