// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * The words of {@code netbackends-ndjson 1}: its name, the kinds of its lines, and the names of their members. {@code
 * docs/recording.md} documents their meaning.
 */
public final class NdjsonSchema {
    /** The name of the format. */
    public static final String FORMAT_NAME = "netbackends-ndjson";

    /** The version of the format. */
    public static final int FORMAT_VERSION = 1;

    /** The kind of the first line of each part. */
    public static final String RECORDING = "recording";

    /** A connection was opened. */
    public static final String OPEN = "open";

    /** A connection from an earlier part continues in this one. */
    public static final String CONTINUE = "continue";

    /** Bytes were read; also the name of a member that counts bytes. */
    public static final String READ = "read";

    /** Bytes were written. */
    public static final String WRITE = "write";

    /** A TLS handshake succeeded. */
    public static final String TLS = "tls";

    /** A read found the end of the stream. */
    public static final String EOF = "eof";

    /** This side half-closed the stream. */
    public static final String SHUTDOWN = "shutdown";

    /** This side closed the stream. */
    public static final String CLOSE = "close";

    /** A call failed. */
    public static final String ERROR = "error";

    /** Events are missing. */
    public static final String LOST = "lost";

    /** The operation of an {@link #ERROR} if a connection could not be opened. */
    public static final String CONNECT = "connect";

    /** The role of the side that connected. */
    public static final String CLIENT = "client";

    /** The role of the side that accepted. */
    public static final String SERVER = "server";

    // Members.

    /** One of the kinds above. */
    public static final String KIND = "kind";

    /** {@link #FORMAT_NAME}. */
    public static final String FORMAT = "format";

    /** {@link #FORMAT_VERSION}. */
    public static final String VERSION = "version";

    /** The number of the part. */
    public static final String PART = "part";

    /** When the event was recorded. */
    public static final String TIME = "time";

    /** When the call began whose end the line records. */
    public static final String BEGIN = "begin";

    /** When the lookup of the host ended. */
    public static final String LOOKED_UP = "lookedUp";

    /** The description of the redaction. */
    public static final String REDACTION = "redaction";

    /** The number of the connection. */
    public static final String CONNECTION = "connection";

    /** {@link #CLIENT} or {@link #SERVER}. */
    public static final String ROLE = "role";

    /** The backend that was recorded. */
    public static final String BACKEND = "backend";

    /** The address requested by the program. */
    public static final String TARGET = "target";

    /** The address of this side. */
    public static final String LOCAL = "local";

    /** The address of the peer. */
    public static final String REMOTE = "remote";

    /** When a continued connection was opened. */
    public static final String OPENED = "opened";

    /** How many bytes were written. */
    public static final String WRITTEN = "written";

    /** How many bytes an event had. */
    public static final String SIZE = "size";

    /** The recorded bytes, in base64. */
    public static final String DATA = "data";

    /** The same bytes, if they are text. */
    public static final String TEXT = "text";

    /** The version of TLS. */
    public static final String PROTOCOL = "protocol";

    /** The cipher suite. */
    public static final String CIPHER = "cipher";

    /** The application protocol. */
    public static final String ALPN = "alpn";

    /** The certificates of the peer. */
    public static final String CERTIFICATES = "certificates";

    /** Which call failed. */
    public static final String OPERATION = "operation";

    /** The class of an exception. */
    public static final String TYPE = "type";

    /** The message of an exception. */
    public static final String MESSAGE = "message";

    /** How many events are missing. */
    public static final String EVENTS = "events";

    /** The host of an address. */
    public static final String HOST = "host";

    /** The port of an address. */
    public static final String PORT = "port";

    /** The path of an address. */
    public static final String PATH = "path";

    private NdjsonSchema() {}
}
