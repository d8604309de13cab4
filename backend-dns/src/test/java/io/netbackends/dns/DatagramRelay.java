// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A relay between a resolver and a name server that drops some queries. */
final class DatagramRelay implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final InetSocketAddress server;
    private final Predicate<String> passes;
    private final List<String> queries = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param passes whether to forward a query, given its type and name, such as {@code AAAA a.test.}
     */
    DatagramRelay(InetSocketAddress server, Predicate<String> passes) throws IOException {
        this.server = server;
        this.passes = passes;
        Thread thread = new Thread(this::run, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Returns the queries so far, including dropped ones. */
    List<String> queries() {
        return queries;
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                socket.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                Record question = new Message(query).getQuestion();
                String text = Type.string(question.getType()) + " " + question.getName();
                queries.add(text);
                if (passes.test(text)) {
                    forward(query, new InetSocketAddress(packet.getAddress(), packet.getPort()));
                }
                packet.setLength(4096);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(byte[] query, InetSocketAddress client) throws IOException {
        try (DatagramSocket upstream = new DatagramSocket()) {
            upstream.setSoTimeout(10_000);
            upstream.connect(server);
            upstream.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            upstream.receive(answer);
            socket.send(new DatagramPacket(answer.getData(), answer.getLength(), client));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
