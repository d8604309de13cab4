// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** The rules of the contract, by number, in the words of docs/contract.md. */
enum Rule {
    D1("A read that times out loses no byte, and the stream stays usable, plain and TLS. Exception: if a "
            + "blocking read was sending a TLS response (to a key update or a renegotiation) when the deadline "
            + "passed, the stream is closed, as after a write that timed out; an asynchronous one leaves the rest "
            + "of the response to the next call."),
    D2(
            "A write that times out leaves the stream broken and closed. Later calls fail immediately, and not with a timeout."),
    D3("Under an expired deadline no call does any I/O, even if data is available."),
    D4("Checks are made in this order: argument, closed, interrupted, deadline. I/O comes last."),
    D5("cancel() cancels a deadline. It never makes a call fail."),
    D6("If an inner and an outer deadline have both expired, the exception names the outer one."),
    D7("A deadline belongs to the thread that opened it. Other threads get it only by propagate. Misuse "
            + "(closing out of order, or from another thread) is an IllegalStateException, and leaves no deadline "
            + "behind on the thread."),
    D8("Thread.interrupt() ends a blocked call with an InterruptedIOException that is no timeout. The "
            + "interrupt flag stays set, and the stream is closed. A call that finds the flag set fails before any "
            + "I/O and changes nothing, except startTls, which closes the stream (D14). A transport that does not "
            + "notice interrupts on platform threads (plain Socket) documents it."),
    D9(
            "A second simultaneous reader, or writer, gets an IllegalStateException. Reader and writer never "
                    + "share a lock. close and getExtraInfo never wait for I/O. shutdownOutput on another thread ends a write, or is refused."),
    D10("read(0), or a negative size, is an IllegalArgumentException."),
    D11("Reading into a ByteBuffer without room returns 0 immediately, without any I/O."),
    D12("A TLS end of stream without close_notify is an SSLException, as in OpenSSL 3, Go and trio. Lenient "
            + "mode is an explicit option (TlsTruncation)."),
    D13("close() tries to send close_notify once, for at most 2 s: less under a deadline, not "
            + "at all under an expired one. It never waits for the peer's close_notify, never throws because of an "
            + "expired deadline, and always frees the descriptor. Before closing, it drains unread input until the "
            + "connection has been idle for 1 ms, for at most 20 ms."),
    D14("A failed or timed-out startTls closes the stream: nothing is sent or read in plaintext afterwards. "
            + "Bytes that arrived before startTls go to the TLS engine, never to the caller. Exception: a blocking "
            + "caller that behaves as a JSSE socket may continue a handshake that timed out while it waited for "
            + "the peer, by startTls with the same engine; until then reads and writes fail."),
    D15("A reset is a permanent error, never an end of stream."),
    D16("An empty array means end of stream, and every later read returns one as well."),
    D17("One deadline covers the whole call: name lookup, every address tried, every partial write, every "
            + "handshake message. It never restarts for a system call."),
    D18("The same failure has the same type on every backend: refused ConnectException; unknown host "
            + "UnknownHostException; timeout NetworkTimeoutException; closed here NetworkStreamClosedException; "
            + "reset or broken pipe SocketException with the native cause; TLS SSLException (and its subtypes); "
            + "interrupted InterruptedIOException. The message names host and port, or the path of a UNIX-domain "
            + "socket."),
    D19("No call leaves a descriptor, a thread, a timer, an interrupt flag or an SO_TIMEOUT behind, however "
            + "it ends."),
    D20("An asynchronous call completes once. If cancel of a read or an accept returns true, the call has "
            + "taken nothing and never will. A stream that a call opens too late for its future is closed; a "
            + "connection or bytes that it accepts or reads too late go to the next call."),
    D21(
            "Asynchronous calls that complete immediately do not grow the stack. A loop of reads by readEach does not grow the "
                    + "heap."),
    D22("Code of the caller (functions, trust managers, resolvers) cannot stop the threads that complete futures, "
            + "and no stream monopolizes such a thread. On an event loop, a function that waits for a "
            + "call fails immediately with an IllegalStateException."),
    D23("If the caller has resolved an address, it is used as it is: nothing is looked up, and its name "
            + "only serves for messages, routes and recordings. An unspecified address (0.0.0.0, ::) stands for the "
            + "loopback address of its family. If a request has a parameter that the "
            + "transport cannot set, it fails with UnsupportedOperationException before any other step."),
    D24("An idle timeout restarts with each call on a stream, and whenever bytes of the peer arrive. It does not "
            + "extend an outer deadline, and the exception says which of the two has passed."),
    /** The basic behaviour of a byte stream. */
    STREAM("Bytes arrive once, in order and unchanged, as the Javadoc of NetworkStreamInterface says.");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    /** Returns the text of the rule, in complete sentences. */
    String text() {
        return text;
    }
}
