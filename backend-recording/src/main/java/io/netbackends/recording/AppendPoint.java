// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is in a file that is to be appended to. A crash may have cut it off in the middle of an event, and what follows that
 * could not be read.
 *
 * @param size how large the file was
 * @param whole how much of it is whole
 * @param lineEnd whether a line end is missing
 */
record AppendPoint(long size, long whole, boolean lineEnd) {
    static final AppendPoint NOTHING = new AppendPoint(0, 0, false);

    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BIG_ENDIAN = 0x1a2b3c4d;
    private static final int LITTLE_ENDIAN = 0x4d3c2b1a;
    private static final int SMALLEST_BLOCK = 12;
    private static final int WINDOW = 64 * 1024;

    /**
     * Looks at a file. Comes before the file is locked: on some systems, closing it would unlock it.
     *
     * @throws FileSystemException if the format is pcapng, and this is something else
     */
    static AppendPoint of(Path file, RecordingFormat format) throws IOException {
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                return NOTHING;
            }
            if (format != RecordingFormat.PCAPNG) {
                return new AppendPoint(size, size, read(channel, size - 1, 1).get() != '\n');
            }
            return new AppendPoint(size, wholeBlocks(channel, size, file), false);
        }
    }

    /** To be called when the file is locked; returns its size. Who had it until then may have mended it, too. */
    long repair(FileChannel channel) throws IOException {
        if (channel.size() == size) {
            if (whole < size) {
                channel.truncate(whole);
            }
            if (lineEnd) {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
        }
        return channel.size();
    }

    private static long wholeBlocks(FileChannel channel, long size, Path file) throws IOException {
        if (!beginsWithSection(channel, size)) {
            throw new FileSystemException(file.toString(), null, "what is there is no pcapng to append to");
        }
        long whole = 0;
        long windowStart = 0;
        ByteBuffer window = ByteBuffer.allocate(0);
        boolean swapped = false;
        while (size - whole >= SMALLEST_BLOCK) {
            if (whole + SMALLEST_BLOCK > windowStart + window.limit()) {
                windowStart = whole;
                window = read(channel, windowStart, (int) Math.min(WINDOW, size - windowStart));
            }
            int at = (int) (whole - windowStart);
            if (window.getInt(at) == SECTION_HEADER) {
                swapped = window.getInt(at + 8) == LITTLE_ENDIAN;
            }
            int length = window.getInt(at + 4);
            long unsigned = (swapped ? Integer.reverseBytes(length) : length) & 0xffffffffL;
            if (unsigned < SMALLEST_BLOCK || unsigned % 4 != 0 || unsigned > size - whole) {
                break;
            }
            whole += unsigned;
        }
        return whole;
    }

    /** As much of one as there is. */
    private static boolean beginsWithSection(FileChannel channel, long size) throws IOException {
        ByteBuffer expected =
                ByteBuffer.allocate(12).putInt(SECTION_HEADER).putInt(0).putInt(BIG_ENDIAN);
        ByteBuffer actual = read(channel, 0, (int) Math.min(12, size));
        for (int i = 0; i < actual.limit(); i++) {
            boolean isLength = i >= 4 && i < 8;
            byte swapped = expected.get(i < 8 ? i : 19 - i);
            if (!isLength && actual.get(i) != expected.get(i) && actual.get(i) != swapped) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        return bytes.flip();
    }
}
