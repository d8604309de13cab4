// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect}: standard input to a stream and the stream to standard output, both at a time. */
@Command(
        name = "connect",
        description =
                "Send standard input, write what is received to standard output, until the peer closes the connection. "
                        + "At the end of standard input the sending side is closed.")
final class ConnectCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Parameters(paramLabel = "ADDRESS", description = "HOST:PORT or unix:PATH")
    private String address = "";

    @Option(names = "--tls", description = "Start TLS first, and verify the certificate for HOST.")
    private boolean tls;

    ConnectCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        Peer peer = Peer.parse(address);
        if (tls && peer.host() == null) {
            throw CommandException.usage("--tls needs a host name to verify, which " + peer.text() + " does not have");
        }
        try (Timeout overall = options.startTimeout();
                NetworkStreamInterface stream = new Connector(options).open(peer, tls)) {
            Upload upload = Upload.start(console.in(), stream, peer.text());
            receive(stream, peer, upload);
        }
        return ExitCodes.OK;
    }

    private void receive(NetworkStreamInterface stream, Peer peer, Upload upload) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
            while (Phase.RECEIVE.with(peer.text(), () -> stream.read(buffer.clear())) >= 0) {
                console.out().write(buffer.array(), 0, buffer.position());
            }
        } catch (PeerException e) {
            // Where sending has closed the stream, its failure is the reason and this one the consequence; a send that
            // times out does so before it can say why.
            Phase.SEND.with(peer.text(), () -> checkTimeout(peer));
            if (!(e.failure() instanceof NetworkStreamClosedException) || upload.failure() == null) {
                throw e;
            }
        }
        @Nullable IOException failure = upload.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private static Peer checkTimeout(Peer peer) throws IOException {
        Timeout.check("connection with " + peer.text());
        return peer;
    }
}
