// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;

/** Bytes arrive once, in order, unchanged. */
final class TransferCases {
    private TransferCases() {}

    @Behaviour(
            id = "XFER_01",
            rule = Rule.STREAM,
            title = "one byte goes each way",
            look = "read and write at their simplest")
    static void oneByteGoesEachWay(Lab lab) throws Exception {
        Connection connection = lab.connect();

        connection.stream().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "what the peer read");

        connection.peer().send("y");
        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1), "what read(1) returned");
    }

    @Behaviour(
            id = "XFER_02",
            rule = Rule.STREAM,
            title = "a MiB written in small pieces arrives, and the end of it",
            look = "writes that are cut short; data written just before close that is lost")
    static void aMebibyteGoesOut(Lab lab) throws Exception {
        Connection connection = lab.connect();
        byte[] data = Bytes.random(1 << 20, 0);
        Task<byte[]> received = lab.start(connection.peer()::readAll);

        writeInPieces(connection, data);
        connection.stream().close();

        Expect.sameBytes(data, received.get(), "what the peer read");
    }

    private static void writeInPieces(Connection connection, byte[] data) throws IOException {
        for (int from = 0; from < data.length; from += 1024) {
            connection.stream().write(java.util.Arrays.copyOfRange(data, from, from + 1024));
        }
    }
}
