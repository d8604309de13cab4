// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads at most to the end of a TLS record at a time, so that bytes after the last record stay in the underlying socket,
 * which may continue in plaintext.
 */
final class TlsRecordInput extends FilterInputStream {
    /** Type, version, and a length of two bytes (RFC 8446 section 5.1). */
    private static final int HEADER = 5;

    private static final int HIGH_BYTE = 3;

    /** The number of header bytes received. */
    private int headerRead;

    /** The number of bytes of the record still missing after its header. */
    private int bodyLeft;

    TlsRecordInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff; // may block
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        boolean inBody = headerRead == HEADER;
        int n = super.read(bytes, offset, Math.min(length, inBody ? bodyLeft : HEADER - headerRead)); // may block
        for (int i = 0; i < n; i++) {
            note(bytes[offset + i] & 0xff);
        }
        return n;
    }

    private void note(int b) {
        if (headerRead < HEADER) {
            if (headerRead >= HIGH_BYTE) {
                bodyLeft = (bodyLeft << Byte.SIZE) + b;
            }
            headerRead++;
        } else {
            bodyLeft--;
        }
        if (headerRead == HEADER && bodyLeft == 0) {
            headerRead = 0;
        }
    }
}
