// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes the blocks of a pcapng file, in big-endian order: draft-ietf-opsawg-pcapng. */
final class PcapngBlocks {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int COMMENT = 1;
    private static final int SECTION_HARDWARE = 2;
    private static final int SECTION_OS = 3;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_DESCRIPTION_TEXT = 3;
    private static final int INTERFACE_TIME_RESOLUTION = 9;
    private static final int STATISTICS_DROPPED = 5;
    private static final int PACKET_FLAGS = 2;

    private static final int ETHERNET = 1;
    private static final int MAX_OPTION = 0xffff;

    private final ByteBuilder out;

    PcapngBlocks(ByteBuilder out) {
        this.out = out;
    }

    void sectionHeader(String comment) {
        int start = begin(SECTION_HEADER);
        out.room(16)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1); // the length of the section is unknown
        option(SECTION_HARDWARE, System.getProperty("os.arch"));
        option(SECTION_OS, System.getProperty("os.name") + " " + System.getProperty("os.version"));
        option(SECTION_APPLICATION, "netbackends");
        option(COMMENT, comment);
        end(start);
    }

    void interfaceDescription() {
        int start = begin(INTERFACE_DESCRIPTION);
        out.room(8).putShort((short) ETHERNET).putShort((short) 0).putInt(0);
        option(INTERFACE_NAME, "netbackends");
        option(INTERFACE_DESCRIPTION_TEXT, "streams as synthesized packets");
        option(INTERFACE_TIME_RESOLUTION, new byte[] {9});
        end(start);
    }

    /** Adds the number of packets dropped since the beginning of the section. */
    void dropped(Instant time, long packets, String comment) {
        int start = begin(INTERFACE_STATISTICS);
        out.room(12).putInt(0).putLong(nanos(time));
        option(STATISTICS_DROPPED, ByteBuffer.allocate(8).putLong(packets).array());
        option(COMMENT, comment);
        end(start);
    }

    /** Adds a packet with its direction and comments. */
    void packet(Instant time, SyntheticSegment packet, boolean outbound, List<String> comments) {
        int start = begin(ENHANCED_PACKET);
        int kept = packet.headerSize() + packet.payload().remaining();
        out.room(20).putInt(0).putLong(nanos(time)).putInt(kept).putInt(packet.headerSize() + packet.size());
        packet.writeTo(out);
        pad();
        option(PACKET_FLAGS, new byte[] {0, 0, 0, (byte) (outbound ? 2 : 1)});
        comments.forEach(comment -> option(COMMENT, comment));
        end(start);
    }

    private int begin(int type) {
        int start = out.size();
        out.room(8).putInt(type).putInt(0);
        return start;
    }

    private void option(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        option(code, bytes.length <= MAX_OPTION ? bytes : "too long to be shown".getBytes(StandardCharsets.UTF_8));
    }

    private void option(int code, byte[] value) {
        out.room(4).putShort((short) code).putShort((short) value.length);
        out.put(value);
        pad();
    }

    private void end(int start) {
        ByteBuffer bytes = out.room(8).putInt(0); // the end of the options
        int length = out.size() + 4 - start;
        bytes.putInt(length).putInt(start + 4, length);
    }

    /** Pads to a multiple of 4. All blocks have such a length, so the position in the buffer can be used. */
    private void pad() {
        while (out.size() % 4 != 0) {
            out.put((byte) 0);
        }
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
