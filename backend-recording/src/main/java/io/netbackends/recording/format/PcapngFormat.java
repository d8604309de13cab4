// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes connections as synthesized packets, for Wireshark. The payload is the bytes read and written: plaintext, even under
 * TLS. Comments hold the information that has no place in packets.
 */
final class PcapngFormat implements EventFormat {
    /** A large step, so that sequence numbers distinguish connections even if addresses and ports are reused. */
    private static final int SEQUENCE_STEP = 0x0195_31d7;

    private final int firstSequence;
    private final PcapngEndpoints endpoints = new PcapngEndpoints();
    private Map<Long, SyntheticTcpConnection> connections = new HashMap<>();
    private String recording = "";
    private long dropped;

    PcapngFormat() {
        this(0);
    }

    /** For tests: sets the first sequence number. */
    PcapngFormat(int firstSequence) {
        this.firstSequence = firstSequence;
    }

    @Override
    public void begin(Section section, ByteBuilder out) {
        PcapngBlocks blocks = new PcapngBlocks(out);
        blocks.sectionHeader("recording " + section.recording() + ", part " + section.part() + "; redaction: "
                + section.redaction() + "; bytes are those above TLS, packets are synthesized around them");
        blocks.interfaceDescription();
        dropped = 0; // statistics count from the beginning of a section
        if (!section.recording().equals(recording)) {
            recording = section.recording();
            connections = new HashMap<>(); // a cleared map keeps its capacity
        }
    }

    @Override
    public void write(Event event, ByteBuilder out) {
        event.accept(new Writer(new PcapngBlocks(out)));
    }

    /** Adds an event to the packets and comments. Each method returns the blocks it has written to. */
    private final class Writer implements EventVisitor<PcapngBlocks> {
        private final PcapngBlocks blocks;

        Writer(PcapngBlocks blocks) {
            this.blocks = blocks;
        }

        @Override
        public PcapngBlocks opened(Event.Opened event) {
            begin(event).open(event.time(), blocks);
            return blocks;
        }

        @Override
        public PcapngBlocks continued(Event.Continued event) {
            SyntheticTcpConnection known = connections.get(event.connection());
            if (known != null) {
                known.introduceAgain();
                return blocks;
            }
            SyntheticTcpConnection connection = begin(event.opened());
            connection.skip(event.read(), event.written());
            connection.comment("opened " + event.opened().time() + ", in an earlier part: before this one, "
                    + event.read() + " bytes were read and " + event.written() + " bytes written");
            if (event.tls() != null) {
                connection.comment(description(event.tls()));
            }
            return blocks;
        }

        @Override
        public PcapngBlocks connectFailed(Event.ConnectFailed event) {
            boolean refused = event.failure().type().equals("java.net.ConnectException");
            connection(event).fail(event.time(), refused, blocks);
            return blocks;
        }

        @Override
        public PcapngBlocks data(Event.Data event) {
            SyntheticTcpConnection connection = connections.get(event.connection());
            if (connection != null) {
                connection.data(event, blocks);
            } else {
                // Another thread read these bytes, but reported them only after the connection was closed.
                int size = event.size();
                PcapngFormat.this.lost(
                        new Event.Lost(event.time(), 0, 1, event.written() ? 0 : size, event.written() ? size : 0),
                        null,
                        blocks);
            }
            return blocks;
        }

        @Override
        public PcapngBlocks tls(Event.Tls event) {
            return on(event, connection -> connection.comment(description(event)));
        }

        @Override
        public PcapngBlocks endOfStream(Event.EndOfStream event) {
            return on(event, connection -> connection.finish(event.time(), false, blocks));
        }

        @Override
        public PcapngBlocks outputShutDown(Event.OutputShutDown event) {
            return on(event, connection -> connection.finish(event.time(), true, blocks));
        }

        @Override
        public PcapngBlocks closed(Event.Closed event) {
            return on(event, connection -> {
                connection.close(event.time(), blocks);
                connections.remove(event.connection());
            });
        }

        @Override
        public PcapngBlocks failed(Event.Failed event) {
            return on(event, connection -> {
                connection.comment(event.operation() + " failed: " + event.failure());
                if (event.failure().type().equals("java.net.SocketException")) {
                    connection.broke();
                }
            });
        }

        @Override
        public PcapngBlocks lost(Event.Lost event) {
            PcapngFormat.this.lost(event, connections.get(event.connection()), blocks);
            return blocks;
        }

        /** Does nothing if the connection is unknown or has been closed. */
        private PcapngBlocks on(Event event, Consumer<SyntheticTcpConnection> action) {
            SyntheticTcpConnection connection = connections.get(event.connection());
            if (connection != null) {
                action.accept(connection);
            }
            return blocks;
        }
    }

    private SyntheticTcpConnection begin(Event.Opened opened) {
        SyntheticTcpConnection connection = connection(opened);
        connections.put(opened.connection(), connection);
        return connection;
    }

    private static String description(Event.Tls tls) {
        return "TLS from here on: " + tls.protocol() + " " + tls.cipher()
                + (tls.alpn().isEmpty() ? "" : ", ALPN " + tls.alpn());
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
                + "\nlocal: " + AddressText.of(opened.local())
                + "\nremote: " + AddressText.of(opened.remote());
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
                + (target == null ? "" : "\ntarget: " + AddressText.of(target));
    }

    private int sequence(Event first) {
        return firstSequence + (int) first.connection() * SEQUENCE_STEP;
    }
}
