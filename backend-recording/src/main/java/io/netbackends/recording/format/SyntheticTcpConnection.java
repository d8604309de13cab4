// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A synthesized TCP connection: tracks the sequence numbers of both sides, and which of them have sent FIN. */
final class SyntheticTcpConnection {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** Bounds the pending comments: a caller may time out many times before there is a packet to attach them to. */
    private static final int MAX_COMMENTS = 100;

    private final Side local;
    private final Side remote;
    private final String about;
    private final List<String> comments = new ArrayList<>();
    private long unsaid;
    private boolean broken;

    /**
     * Creates a connection that has not been opened.
     *
     * @param about the comment of its first packet in each file
     * @param sequence the initial sequence number of both sides
     */
    SyntheticTcpConnection(PcapngEndpoints.Pair addresses, boolean accepted, String about, int sequence) {
        Side client = new Side(addresses.client(), true, sequence);
        Side server = new Side(addresses.server(), false, sequence);
        this.local = accepted ? server : client;
        this.remote = accepted ? client : server;
        this.about = about;
        comments.add(about);
    }

    void open(Instant time, PcapngBlocks blocks) {
        Packets packets = new Packets(time, blocks);
        Side client = local.client ? local : remote;
        packets.put(client, SyntheticSegment.SYN);
        packets.put(other(client), SyntheticSegment.SYN | SyntheticSegment.ACK);
        packets.put(client, SyntheticSegment.ACK);
    }

    /** The connect failed: the SYN gets no answer, or a reset. */
    void fail(Instant time, boolean refused, PcapngBlocks blocks) {
        Packets packets = new Packets(time, blocks);
        packets.put(local, SyntheticSegment.SYN);
        if (refused) {
            packets.put(remote, SyntheticSegment.RST | SyntheticSegment.ACK);
        }
    }

    void data(Event.Data data, PcapngBlocks blocks) {
        Packets packets = new Packets(data.time(), blocks);
        Side sender = data.written() ? local : remote;
        ByteBuffer bytes = data.bytes();
        int left = data.size();
        while (left > 0) {
            int size = Math.min(left, SyntheticSegment.MAX_PAYLOAD);
            int kept = Math.min(size, bytes.remaining());
            left -= size;
            int push = left == 0 ? SyntheticSegment.PSH : 0;
            packets.put(sender, SyntheticSegment.ACK | push, bytes.slice(bytes.position(), kept), size);
            bytes.position(bytes.position() + kept);
        }
        packets.put(other(sender), SyntheticSegment.ACK);
    }

    /** Skips bytes in both directions, which leaves a gap in the sequence numbers. */
    void skip(long read, long written) {
        remote.next += (int) read;
        local.next += (int) written;
    }

    void finish(Instant time, boolean byLocal, PcapngBlocks blocks) {
        Side side = byLocal ? local : remote;
        if (!side.finished) {
            Packets packets = new Packets(time, blocks);
            packets.put(side, SyntheticSegment.FIN | SyntheticSegment.ACK);
            packets.put(other(side), SyntheticSegment.ACK);
            side.finished = true;
        }
    }

    /** A call failed because the connection broke: {@link #close} then adds a reset instead of a FIN. */
    void broke() {
        broken = true;
    }

    void close(Instant time, PcapngBlocks blocks) {
        if (broken) {
            new Packets(time, blocks).put(remote, SyntheticSegment.RST | SyntheticSegment.ACK);
        } else {
            finish(time, true, blocks);
            finish(time, false, blocks);
        }
    }

    /** Adds a comment to the next packet. If there are too many, the oldest are dropped. */
    void comment(String text) {
        if (comments.size() >= MAX_COMMENTS) {
            comments.remove(comments.get(0).equals(about) ? 1 : 0);
            unsaid++;
        }
        comments.add(text);
    }

    /** Repeats the description of the connection in a new file. */
    void introduceAgain() {
        if (!comments.contains(about)) {
            comments.add(0, about);
        }
    }

    private Side other(Side side) {
        return side == local ? remote : local;
    }

    private static final class Side {
        final InetSocketAddress address;
        final boolean client;
        int next;
        boolean finished;

        Side(InetSocketAddress address, boolean client, int next) {
            this.address = address;
            this.client = client;
            this.next = next;
        }
    }

    /** Writes packets with the same time. */
    private final class Packets {
        private final Instant time;
        private final PcapngBlocks blocks;

        Packets(Instant time, PcapngBlocks blocks) {
            this.time = time;
            this.blocks = blocks;
        }

        void put(Side from, int flags) {
            put(from, flags, EMPTY, 0);
        }

        void put(Side from, int flags, ByteBuffer payload, int size) {
            Side to = other(from);
            int acknowledged = (flags & SyntheticSegment.ACK) != 0 ? to.next : 0;
            if (unsaid > 0) {
                comments.add(unsaid + " earlier comments were omitted");
                unsaid = 0;
            }
            SyntheticSegment packet = new SyntheticSegment(
                    from.address, to.address, from.client, flags, from.next, acknowledged, payload, size);
            blocks.packet(time, packet, from == local, comments);
            comments.clear();
            from.next += size + ((flags & (SyntheticSegment.SYN | SyntheticSegment.FIN)) != 0 ? 1 : 0);
        }
    }
}
