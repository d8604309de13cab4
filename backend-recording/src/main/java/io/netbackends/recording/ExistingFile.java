// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is in a file that is to be appended to. A crash may have cut it off in the middle of an event, and what follows that could
 * not be read.
 *
 * @param whole how much of the file is whole
 * @param lineEnd whether a line end is missing
 */
record ExistingFile(long whole, boolean lineEnd) {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BIG_ENDIAN = 0x1a2b3c4d;
    private static final int LITTLE_ENDIAN = 0x4d3c2b1a;
    private static final int WINDOW = 64 * 1024;

    /**
     * Looks at a file. Comes before the file is locked: on some systems, closing it would unlock it.
     *
     * @throws FileSystemException if the format is pcapng, and this is something else
     */
    static ExistingFile of(Path file, RecordingFormat format) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new ExistingFile(0, false);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                return new ExistingFile(0, false);
            }
            if (format.isLines()) {
                return new ExistingFile(size, read(channel, size - 1, 1).get() != '\n');
            }
            return new ExistingFile(wholeBlocks(channel, size, file), false);
        }
    }

    /** To be called when the file is locked; returns its size. */
    long mend(FileChannel channel) throws IOException {
        if (channel.size() > whole && whole > 0) {
            channel.truncate(whole);
        }
        if (lineEnd) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return channel.size();
    }

    private static long wholeBlocks(FileChannel channel, long size, Path file) throws IOException {
        long whole = 0;
        long windowStart = 0;
        ByteBuffer window = ByteBuffer.allocate(0);
        boolean swapped = false;
        while (size - whole >= 12) {
            if (whole < windowStart || whole + 12 > windowStart + window.limit()) {
                windowStart = whole;
                window = read(channel, windowStart, (int) Math.min(WINDOW, size - windowStart));
            }
            int at = (int) (whole - windowStart);
            if (window.getInt(at) == SECTION_HEADER) {
                int order = window.getInt(at + 8);
                if (order != BIG_ENDIAN && order != LITTLE_ENDIAN) {
                    break;
                }
                swapped = order == LITTLE_ENDIAN;
            } else if (whole == 0) {
                break;
            }
            long length = window.getInt(at + 4) & 0xffffffffL;
            length = swapped ? Integer.reverseBytes((int) length) & 0xffffffffL : length;
            if (length < 12 || length % 4 != 0 || length > size - whole) {
                break;
            }
            whole += length;
        }
        if (whole == 0) {
            throw new FileSystemException(file.toString(), null, "what is there is no pcapng to append to");
        }
        return whole;
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
