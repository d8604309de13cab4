// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.StatusLine;

/** One GET over a stream, and its response: the head is read first, the body as it arrives. */
final class HttpExchange {
    private static final int BUFFER_SIZE = 16 * 1024;
    private static final int COPY_SIZE = 64 * 1024;

    /** Limits memory: a deadline ends a slow response, but not a fast endless one. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(1000)
            .build();

    private final ClassicHttpResponse response;
    private final InputStream body;

    private HttpExchange(ClassicHttpResponse response, InputStream body) {
        this.response = response;
        this.body = body;
    }

    /** Sends the request and reads the head of the final response. */
    static HttpExchange get(NetworkStreamInterface stream, Url url) throws PeerException {
        String peer = url.peer().toString();
        Phase.SEND.with(peer, () -> {
            send(request(url), stream.outputStream());
            return stream;
        });
        return Phase.RECEIVE.with(peer, () -> receive(stream.inputStream()));
    }

    /** Returns the status line, the headers and the empty line after them. */
    byte[] head() {
        StringBuilder head =
                new StringBuilder().append(new StatusLine(response)).append("\r\n");
        for (Header header : response.getHeaders()) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Writes the body, each piece as soon as it arrives. */
    void copyBody(String peer, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY_SIZE];
        for (int n; (n = Phase.RECEIVE.with(peer, () -> body.read(buffer))) >= 0; ) {
            out.write(buffer, 0, n);
        }
    }

    private static ClassicHttpRequest request(Url url) {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
        request.setPath(url.target()); // unchanged: the constructor would parse the beginning of //a/b as a host
        request.addHeader("Host", url.authority());
        request.addHeader("User-Agent", "netbackends");
        request.addHeader("Accept", "*/*");
        request.addHeader("Connection", "close");
        return request;
    }

    private static void send(ClassicHttpRequest request, OutputStream out) throws IOException {
        // Buffered, so that the request is one write, one packet, and one event in a recording.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SessionOutputBufferImpl buffer = new SessionOutputBufferImpl(BUFFER_SIZE);
        try {
            new DefaultHttpRequestWriter().write(request, buffer, bytes);
        } catch (HttpException e) {
            throw new ProtocolException(e.getMessage());
        }
        buffer.flush(bytes);
        out.write(bytes.toByteArray());
    }

    private static HttpExchange receive(InputStream stream) throws IOException {
        EndNotingInputStream in = new EndNotingInputStream(stream);
        SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER_SIZE, LIMITS.getMaxLineLength());
        try {
            DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
            ClassicHttpResponse response = head(parser, buffer, in);
            while (isInterim(response)) {
                response = head(parser, buffer, in);
            }
            return new HttpExchange(response, body(response, buffer, in));
        } catch (HttpException e) {
            ProtocolException failure = new ProtocolException("this is not an HTTP response: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static ClassicHttpResponse head(
            DefaultHttpResponseParser parser, SessionInputBufferImpl buffer, EndNotingInputStream in)
            throws IOException, HttpException {
        ClassicHttpResponse response = parser.parse(buffer, in);
        if (response == null) {
            throw new ProtocolException("the server closed the connection without a response");
        }
        if (in.hasEnded()) { // the parser accepts the end of the stream as the empty line
            throw new ProtocolException("the response is truncated: the connection ended within its headers");
        }
        if (response.getCode() < HttpStatus.SC_CONTINUE) {
            throw new HttpException("its status (" + new StatusLine(response) + ") must not be below 100");
        }
        return response;
    }

    /**
     * Returns whether another response follows (RFC 9110, section 15.2); false for 101, which ends HTTP on the connection.
     */
    private static boolean isInterim(ClassicHttpResponse response) {
        return response.getCode() < HttpStatus.SC_SUCCESS && response.getCode() != HttpStatus.SC_SWITCHING_PROTOCOLS;
    }

    private static InputStream body(
            ClassicHttpResponse response, SessionInputBufferImpl buffer, EndNotingInputStream in) throws HttpException {
        int status = response.getCode();
        if (status == HttpStatus.SC_SWITCHING_PROTOCOLS
                || status == HttpStatus.SC_NO_CONTENT
                || status == HttpStatus.SC_NOT_MODIFIED) {
            return InputStream.nullInputStream();
        }
        long length = DefaultContentLengthStrategy.INSTANCE.determineLength(response);
        if (length == ContentLengthStrategy.CHUNKED) {
            return new WholeChunksInputStream(new ChunkedInputStream(buffer, in, LIMITS), in);
        }
        return length == ContentLengthStrategy.UNDEFINED
                ? new IdentityInputStream(buffer, in)
                : new ContentLengthInputStream(buffer, in, length);
    }
}
