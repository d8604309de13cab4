// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The behavior of a {@link TlsServer} on a connection, until the client closes it. */
enum TlsService {
    /** Sends without end. */
    SEND {
        @Override
        void serve(Socket socket) throws IOException {
            byte[] piece = new byte[BulkClient.PIECE];
            OutputStream out = socket.getOutputStream();
            while (true) {
                out.write(piece);
            }
        }
    },

    /** Discards all input. */
    DRAIN {
        @Override
        void serve(Socket socket) throws IOException {
            byte[] piece = new byte[BulkClient.PIECE];
            InputStream in = socket.getInputStream();
            while (in.read(piece) >= 0) {
                // only the client's time counts
            }
        }
    },

    /** Sends one byte. */
    GREET {
        @Override
        void serve(Socket socket) throws IOException {
            socket.getOutputStream().write(1);
            socket.getInputStream().read(); // until the client closes
        }
    },

    /** Echoes messages of {@link #MESSAGE} bytes. */
    ECHO {
        @Override
        void serve(Socket socket) throws IOException {
            byte[] message = new byte[MESSAGE];
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (in.readNBytes(message, 0, MESSAGE) == MESSAGE) {
                out.write(message);
            }
        }
    };

    /** The size of a small message. */
    static final int MESSAGE = 64;

    abstract void serve(Socket socket) throws IOException;
}
