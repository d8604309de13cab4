// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Something that not every transport can do; behaviours that need it are skipped, visibly, where it is missing. */
public enum Capability {
    /** Streams can be switched to TLS. */
    TLS("streams that can be switched to TLS"),

    /** One direction of a stream can be closed alone, by either side. */
    HALF_CLOSE("a direction that can be closed alone"),

    /** The far end can break a connection, so that the stream's next read and write fail. */
    RESET("a far end that can break the connection"),

    /** {@code abort} resets the connection: the far end's next read fails. */
    ABORT_RESETS("an abort that resets the connection"),

    /** {@code available} of a stream counts bytes that have come and were not read. */
    AVAILABLE("streams that know what can be read without waiting"),

    /** Streams have the options of a TCP socket. */
    TCP_OPTIONS("streams with the options of a TCP socket"),

    /** Streams buffer a bounded amount: less than 16 MiB. */
    BACKPRESSURE("bounded buffers"),

    /** {@code listen("127.0.0.1", 0)} of the backend works, and its connects reach the listener there. */
    LISTEN("a backend that listens"),

    /** {@code connect(host, port)} opens TCP connections to addresses of this machine. */
    INTERNET_ADDRESSES("connect(host, port) over TCP"),

    /** The far end sees the address that the stream has on this side: there is no proxy between them. */
    END_TO_END("connections without a proxy between the ends"),

    /** {@link TckListener#fillBacklog} works: connects to the listener then wait. */
    FULL_BACKLOG("a listener that can be made to let connects wait"),

    /** {@link TckFixture#backend(io.netbackends.HostResolver)} works. */
    HOST_RESOLVER("a backend that is given its resolver of host names"),

    /** {@link Thread#interrupt} wakes a call that is blocked on a platform thread. */
    INTERRUPTS_ON_PLATFORM_THREADS("interrupts that wake platform threads"),

    /** {@link Thread#interrupt} wakes a call that is blocked on a virtual thread. */
    INTERRUPTS_ON_VIRTUAL_THREADS("interrupts that wake virtual threads"),

    /** Streams hold descriptors of the system, which are counted in {@code /proc/self/fd}. */
    DESCRIPTORS("descriptors that can be counted"),

    /**
     * The asynchronous half completes its futures on threads of its own that no call blocks, whatever trust managers do, and
     * which end when there is nothing left to do. Not so over threads: there, each call blocks one.
     */
    EVENT_LOOP("an asynchronous half on an event loop");

    private final String meaning;

    Capability(String meaning) {
        this.meaning = meaning;
    }

    /** {@return what a backend with this capability has, as it completes "needs …"} */
    public String meaning() {
        return meaning;
    }
}
