// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections as packets that never were, for Wireshark. The payload is what was read and written: plaintext, where there was
 * TLS. What has no place in packets is told in comments.
 */
final class PcapngFormat implements EventFormat {
    /** Far apart, so that connections are told apart even where addresses and ports come back. */
    private static final int SEQUENCE_STEP = 0x0195_31d7;

    private final int firstSequence;
    private final PcapngEndpoints endpoints = new PcapngEndpoints();
    private final Map<Long, SyntheticTcpConnection> connections = new HashMap<>();
    private long dropped;

    PcapngFormat() {
        this(0);
    }

    /** For tests: what the sequence numbers are counted from. */
    PcapngFormat(int firstSequence) {
        this.firstSequence = firstSequence;
    }

    @Override
    public void begin(Section section, ByteBuilder out) {
        PcapngBlocks blocks = new PcapngBlocks(out);
        blocks.sectionHeader("recording " + section.recording() + ", part " + section.part() + "; redaction: "
                + section.redaction() + "; bytes are those above TLS, packets are made up around them");
        blocks.interfaceDescription();
        dropped = 0; // statistics are those of a section
        connections.values().forEach(SyntheticTcpConnection::introduceAgain);
    }

    @Override
    public void write(Event event, ByteBuilder out) {
        PcapngBlocks blocks = new PcapngBlocks(out);
        if (event instanceof Event.Opened opened) {
            SyntheticTcpConnection connection = connection(opened);
            connections.put(opened.connection(), connection);
            connection.open(opened.time(), blocks);
        } else if (event instanceof Event.ConnectFailed failed) {
            boolean refused = failed.failure().type().equals("java.net.ConnectException");
            connection(failed).fail(failed.time(), refused, blocks);
        } else {
            SyntheticTcpConnection connection = connections.get(event.connection());
            if (event instanceof Event.Lost lost) {
                lost(lost, connection, blocks);
            } else if (connection != null) {
                write(event, connection, blocks);
            } else if (event instanceof Event.Data data) {
                // Another thread read it, but came too late to tell: the connection has been closed.
                int size = data.size();
                boolean written = data.written();
                lost(new Event.Lost(data.time(), 0, 1, written ? 0 : size, written ? size : 0), null, blocks);
            }
        }
    }

    private void write(Event event, SyntheticTcpConnection connection, PcapngBlocks blocks) {
        if (event instanceof Event.Data data) {
            connection.data(data, blocks);
        } else if (event instanceof Event.Tls tls) {
            connection.comment("TLS from here on: " + tls.protocol() + " " + tls.cipher()
                    + (tls.alpn().isEmpty() ? "" : ", ALPN " + tls.alpn()));
        } else if (event instanceof Event.Failed failed) {
            connection.comment(failed.operation() + " failed: " + failed.failure());
            if (failed.failure().type().equals("java.net.SocketException")) {
                connection.broke();
            }
        } else if (event instanceof Event.EndOfStream) {
            connection.finish(event.time(), false, blocks);
        } else if (event instanceof Event.OutputShutDown) {
            connection.finish(event.time(), true, blocks);
        } else if (event instanceof Event.Closed) {
            connection.close(event.time(), blocks);
            connections.remove(event.connection());
        }
    }

    private void lost(Event.Lost lost, @Nullable SyntheticTcpConnection connection, PcapngBlocks blocks) {
        String text = "lost: " + lost.events() + " events, with " + lost.read() + " bytes read and " + lost.written()
                + " bytes written";
        dropped += lost.events();
        blocks.dropped(lost.time(), dropped, text);
        if (connection != null) {
            connection.comment(text);
            connection.skip(lost.read(), lost.written());
        }
    }

    private SyntheticTcpConnection connection(Event.Opened opened) {
        SocketAddress client = opened.accepted() ? opened.remote() : opened.local();
        SocketAddress server = opened.accepted() ? opened.local() : opened.remote();
        String about = about(opened.connection(), opened.backend(), opened.target())
                + "\nlocal: " + AddressText.text(opened.local())
                + "\nremote: " + AddressText.text(opened.remote());
        return new SyntheticTcpConnection(
                endpoints.of(client, server, opened.target()), opened.accepted(), about, sequence(opened));
    }

    private SyntheticTcpConnection connection(Event.ConnectFailed failed) {
        String about =
                about(failed.connection(), failed.backend(), failed.target()) + "\nconnect failed: " + failed.failure();
        return new SyntheticTcpConnection(endpoints.of(null, null, failed.target()), false, about, sequence(failed));
    }

    private static String about(long connection, String backend, @Nullable SocketAddress target) {
        return "connection " + connection + "\nbackend: " + backend
                + (target == null ? "" : "\ntarget: " + AddressText.text(target));
    }

    private int sequence(Event first) {
        return firstSequence + (int) first.connection() * SEQUENCE_STEP;
    }
}
