// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** The rules of the contract, by number, and what each of them asks. */
enum Rule {
    /** A read that times out loses nothing. */
    D1("a read that times out loses no byte, and the stream stays usable, plain and TLS"),
    /** A write that times out is the last one. */
    D2("a write that times out leaves the stream broken and closed: later calls fail at once, and not with a timeout"),
    /** An expired deadline wins over data that waits. */
    D3("under an expired deadline no call does any I/O, even where data waits"),
    /** One order of checks. */
    D4("order of checks: argument, closed, interrupted, deadline, I/O"),
    /** Cancelling lifts. */
    D5("cancel() lifts a deadline; it never fires one"),
    /** The outer deadline is named. */
    D6("if inner and outer deadline have both expired, the exception names the outer one"),
    /** Deadlines are the thread's. */
    D7("deadlines belong to the thread; other threads get them by propagate alone; misuse is an IllegalStateException"),
    /** Interrupts end a call. */
    D8(
            "an interrupt ends a blocked call with InterruptedIOException that is no timeout, the flag stays set, the stream is"
                    + " closed"),
    /** One reader, one writer. */
    D9(
            "a second simultaneous reader or writer gets IllegalStateException; reader and writer never share a lock; close and"
                    + " getExtraInfo never wait for I/O"),
    /** Reading nothing is no request. */
    D10("read(0) and negative: IllegalArgumentException"),
    /** No room, no I/O. */
    D11("a ByteBuffer without room: 0 at once, without touching the wire"),
    /** Truncated TLS is an error. */
    D12("TLS end of stream without close_notify is an SSLException; lenient mode is an explicit option"),
    /** Close says good-bye and does not wait. */
    D13(
            "close() sends close_notify once if that needs no waiting worth mentioning (2 s at most), never waits for the peer's,"
                    + " never throws because of an expired deadline, always frees the descriptor"),
    /** A failed upgrade ends the stream. */
    D14(
            "a failed or timed-out startTls closes the stream: no plaintext ever again; bytes that arrived before go to the TLS"
                    + " engine, never to the caller"),
    /** A reset is no end. */
    D15("a reset is an error for ever, never end of stream"),
    /** Empty means the end. */
    D16("an empty array means end of stream, and stays so"),
    /** One deadline covers the call. */
    D17(
            "one deadline covers the whole call: name lookup, every address tried, every partial write, every handshake message;"
                    + " never restarted per system call"),
    /** Same failure, same type. */
    D18("same failure, same type: refused ConnectException, unknown host UnknownHostException, timeout"
            + " NetworkTimeoutException, closed here NetworkStreamClosedException, reset or broken pipe SocketException with"
            + " the native cause, TLS SSLException, interrupted InterruptedIOException; the message names host and port, or"
            + " the path"),
    /** Nothing is left behind. */
    D19("no call leaves a descriptor, a thread, a timer, an interrupt flag or an SO_TIMEOUT behind, however it ends"),
    /** What every byte stream does; stands in the Javadoc of the stream's interface. */
    STREAM("bytes arrive once, in order and unchanged, as the Javadoc of NetworkStreamInterface says");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    /** {@return what the rule asks, in a sentence without capital and full stop} */
    String text() {
        return text;
    }
}
