// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The other end of bulk transfers. */
final class BulkService {
    private BulkService() {}

    /** Sends without end. */
    static void send(Socket socket) throws IOException {
        byte[] piece = new byte[BulkClient.PIECE];
        OutputStream out = socket.getOutputStream();
        while (true) {
            out.write(piece);
        }
    }

    /** Takes in all there is. */
    static void drain(Socket socket) throws IOException {
        byte[] piece = new byte[BulkClient.PIECE];
        InputStream in = socket.getInputStream();
        while (in.read(piece) >= 0) {
            // only the client's time counts
        }
    }
}
