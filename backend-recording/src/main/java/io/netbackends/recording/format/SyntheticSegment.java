// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A synthesized TCP segment in an IP packet in an Ethernet frame.
 *
 * @param from resolved
 * @param to resolved, of the same family
 * @param fromClient whether {@code from} is the client
 * @param flags the TCP flags
 * @param sequence the number of the first byte of the payload
 * @param acknowledged the acknowledgment number; 0 without the ACK flag
 * @param payload the recorded bytes, the first ones of the payload
 * @param size the full size of the payload, at most {@link #MAX_PAYLOAD}
 */
record SyntheticSegment(
        InetSocketAddress from,
        InetSocketAddress to,
        boolean fromClient,
        int flags,
        int sequence,
        int acknowledged,
        ByteBuffer payload,
        int size) {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    /** The largest payload of an IPv4 packet; an IPv6 packet has room for 20 bytes more. */
    static final int MAX_PAYLOAD = 65535 - 20 - 20;

    private static final int ETHERNET_HEADER = 14;
    private static final int TCP_HEADER = 20;
    private static final int SYN_OPTIONS = 8;
    private static final int TCP = 6;
    private static final byte TIME_TO_LIVE = 64;

    /** The window scale: a window of 16 MiB, more than one write can have, so that no window ever appears full. */
    private static final byte WINDOW_SCALE = 8;

    /** The number of bytes before the payload. */
    int headerSize() {
        return ETHERNET_HEADER + ipHeader() + tcpHeader();
    }

    void writeTo(ByteBuilder buffer) {
        ByteBuffer out = buffer.room(headerSize() + payload.remaining());
        out.putShort((short) 0x0200).putInt(fromClient ? 2 : 1); // to: locally administered, unicast
        out.putShort((short) 0x0200).putInt(fromClient ? 1 : 2);
        out.putShort((short) (isIpv4() ? 0x0800 : 0x86dd));
        int ip = out.position();
        if (isIpv4()) {
            ipv4(out);
        } else {
            ipv6(out);
        }
        int tcp = out.position();
        tcp(out);
        out.put(payload.duplicate());
        if (payload.remaining() == size) { // without all bytes it could not be verified
            int addresses = ip + (isIpv4() ? 12 : 8);
            long sum = Checksum.sum(out, addresses, tcp - addresses)
                    + Checksum.sum(out, tcp, out.position() - tcp)
                    + TCP
                    + tcpHeader()
                    + size;
            out.putShort(tcp + 16, Checksum.of(sum));
        }
    }

    private void ipv4(ByteBuffer out) {
        int start = out.position();
        out.put((byte) 0x45).put((byte) 0).putShort((short) (ipHeader() + tcpHeader() + size));
        out.putShort((short) 0).putShort((short) 0x4000); // never fragmented, so the identification may be 0
        out.put(TIME_TO_LIVE).put((byte) TCP).putShort((short) 0);
        out.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
        out.putShort(start + 10, Checksum.of(Checksum.sum(out, start, out.position() - start)));
    }

    private void ipv6(ByteBuffer out) {
        out.putInt(0x60000000)
                .putShort((short) (tcpHeader() + size))
                .put((byte) TCP)
                .put(TIME_TO_LIVE);
        out.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
    }

    private void tcp(ByteBuffer out) {
        out.putShort((short) from.getPort()).putShort((short) to.getPort());
        out.putInt(sequence).putInt(acknowledged);
        out.put((byte) ((tcpHeader() / 4) << 4)).put((byte) flags);
        out.putShort((short) 0xffff).putShort((short) 0).putShort((short) 0);
        if ((flags & SYN) != 0) {
            out.put((byte) 2).put((byte) 4).putShort((short) MAX_PAYLOAD); // the longest segment
            out.put((byte) 1).put((byte) 3).put((byte) 3).put(WINDOW_SCALE);
        }
    }

    private boolean isIpv4() {
        return from.getAddress() instanceof Inet4Address;
    }

    private int ipHeader() {
        return isIpv4() ? 20 : 40;
    }

    private int tcpHeader() {
        return TCP_HEADER + ((flags & SYN) != 0 ? SYN_OPTIONS : 0);
    }

    /** The checksum of IP and TCP (RFC 1071). */
    private static final class Checksum {
        /** Adds 32-bit big-endian numbers, which modulo 65535 gives the same sum as 16-bit numbers. */
        static long sum(ByteBuffer bytes, int start, int length) {
            long sum = 0;
            int i = start;
            int end = start + length;
            for (; i + 8 <= end; i += 8) {
                long two = bytes.getLong(i);
                sum += (two >>> 32) + (two & 0xffffffffL);
            }
            for (; i + 2 <= end; i += 2) {
                sum += bytes.getShort(i) & 0xffff;
            }
            if (i < end) {
                sum += (bytes.get(i) & 0xff) << 8;
            }
            return sum;
        }

        static short of(long sum) {
            long folded = sum;
            while (folded >>> 16 != 0) {
                folded = (folded & 0xffff) + (folded >>> 16);
            }
            return (short) ~folded;
        }
    }
}
