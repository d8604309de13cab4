// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.recording.internal.NdjsonSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Describes the content of a file before something is appended to it. A crash may have truncated the file in the middle of
 * an event; a reader could not parse events appended directly after that.
 *
 * @param size the size of the file in bytes
 * @param whole the size of its intact part in bytes
 * @param lineEnd whether the intact part lacks its last line end
 */
record AppendPoint(long size, long whole, boolean lineEnd) {
    static final AppendPoint NOTHING = new AppendPoint(0, 0, false);

    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BIG_ENDIAN = 0x1a2b3c4d;
    private static final int LITTLE_ENDIAN = 0x4d3c2b1a;
    private static final int SMALLEST_BLOCK = 12;
    private static final int WINDOW = 64 * 1024;

    private static final String NDJSON_START = "{\"kind\":\"recording\",";

    /**
     * Matches a line of a recording: the first line in any JSON layout, or an event in the layout of this project, because
     * another program may have removed the beginning of the file.
     */
    private static final Pattern NDJSON_LINE =
            Pattern.compile("(?m)^\\{(?:.{0,200}\"format\"\\s{0,9}:\\s{0,9}\"" + NdjsonSchema.FORMAT_NAME
                    + "\"|\"time\":\"[0-9T:.-]{1,40}Z\",(?:\"connection\":[0-9]{1,19},)?\"kind\":\")");

    /**
     * Inspects a file. Call before locking the file: on some systems, closing the channel used here would release the lock.
     *
     * @throws FileSystemException if the file contains anything but a recording in this format; text can be appended to any
     *     text, but not to binary data or to a recording in another format
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
            return switch (format) {
                case PCAPNG -> new AppendPoint(size, wholeBlocks(channel, size, file), false);
                case NDJSON -> afterLines(channel, size, wholeNdjson(channel, size, file));
                case TEXT, TIMED_TEXT, HEX -> afterLines(channel, size, text(channel, size, file));
            };
        }
    }

    private static AppendPoint afterLines(FileChannel channel, long size, long whole) throws IOException {
        return new AppendPoint(
                size, whole, whole > 0 && read(channel, whole - 1, 1).get() != '\n');
    }

    /** Returns the size of the intact part: the whole file, or 0 if it is only a truncated first line. */
    private static long wholeNdjson(FileChannel channel, long size, Path file) throws IOException {
        String start = start(channel, size);
        if (NDJSON_LINE.matcher(start).find()) {
            return size;
        }
        if (start.indexOf('\n') < 0 && (start.startsWith(NDJSON_START) || NDJSON_START.startsWith(start))) {
            return 0;
        }
        throw foreign(file, "a recording in the format " + NdjsonSchema.FORMAT_NAME);
    }

    /** Returns the size of the intact part: text is always intact. */
    private static long text(FileChannel channel, long size, Path file) throws IOException {
        String start = start(channel, size);
        if (start.indexOf('\0') >= 0 || beginsWithSection(channel, size) || start.startsWith(NDJSON_START)) {
            throw foreign(file, "text");
        }
        return size;
    }

    private static String start(FileChannel channel, long size) throws IOException {
        return StandardCharsets.ISO_8859_1
                .decode(read(channel, 0, (int) Math.min(WINDOW, size)))
                .toString();
    }

    private static FileSystemException foreign(Path file, String expected) {
        return new FileSystemException(file.toString(), null, "its content is not " + expected);
    }

    /** Repairs the file and returns its size. Call only while holding the lock: the previous owner may have repaired it. */
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
            throw foreign(file, "pcapng");
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

    /** Compares as many bytes of a section header as the file has. */
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
