// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;

/** A far end with a pause after each TLS record that it sends, so that the records arrive one by one. */
final class RecordByRecordFarEnd implements FarEnd {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final FarEnd end;
    private final OutputStream output;

    RecordByRecordFarEnd(FarEnd end) {
        this.end = end;
        this.output = new Records(end.output());
    }

    /** Sends each record, or an incomplete one, with one write. After bytes that are not TLS, sends all bytes unchanged. */
    private static final class Records extends FilterOutputStream {
        private static final int HEADER = 5;

        private boolean plain;
        private int headerSize;

        /** The number of missing bytes of the record, or of its header while that is incomplete. */
        private int left;

        Records(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            int from = offset;
            while (from < offset + length) {
                int to = plain ? offset + length : endOfRecord(data, from, offset + length);
                out.write(data, from, to - from);
                out.flush();
                if (headerSize == 0 && !plain) {
                    pause();
                }
                from = to;
            }
        }

        private int endOfRecord(byte[] data, int from, int to) {
            for (int i = from; i < to; i++) {
                int b = data[i] & 0xFF;
                if (headerSize == HEADER) {
                    left--;
                } else {
                    plain |= headerSize == 0 && (b < 20 || b > 24);
                    left = headerSize < 3 ? 0 : left << 8 | b;
                    headerSize++;
                }
                if (plain) {
                    return to;
                }
                if (headerSize == HEADER && left == 0) {
                    headerSize = 0;
                    return i + 1;
                }
            }
            return to;
        }

        private static void pause() throws InterruptedIOException {
            try {
                ScriptedPeer.pause(PAUSE);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted between two records");
            }
        }
    }

    @Override
    public InputStream input() {
        return end.input();
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public SocketAddress localAddress() {
        return end.localAddress();
    }

    @Override
    public SocketAddress remoteAddress() {
        return end.remoteAddress();
    }

    @Override
    public void shutdownOutput() throws IOException {
        end.shutdownOutput();
    }

    @Override
    public void reset() throws IOException {
        end.reset();
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
