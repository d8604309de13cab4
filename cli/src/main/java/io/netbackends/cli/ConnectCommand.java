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

/** {@code connect}: copies standard input to a stream and the stream to standard output, concurrently. */
@Command(
        name = "connect",
        description =
                "Send standard input, and write the received bytes to standard output, until the peer closes the connection. "
                        + "At the end of standard input, half-close the connection unless --no-shutdown is given.")
final class ConnectCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Parameters(paramLabel = "ADDRESS", description = "HOST:PORT or unix:PATH")
    private String address = "";

    @Option(names = "--tls", description = "Start TLS first, and verify the certificate for HOST.")
    private boolean tls;

    @Option(
            names = {"--no-shutdown", "--keep-open"},
            description = "Do not half-close the connection at the end of standard input: some servers and proxies "
                    + "treat a half-close as the end of the connection, and do not answer.")
    private boolean noShutdown;

    ConnectCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        Target target = Target.parse(address);
        if (tls && target.host() == null) {
            throw CommandException.usage(
                    "--tls needs a host name to verify, which " + target.text() + " does not have");
        }
        if (!tls && options.tlsOption() != null) {
            throw CommandException.usage(options.tlsOption() + " needs --tls");
        }
        try (Timeout overall = options.startTimeout();
                NetworkStreamInterface stream = Connector.of(options).open(target, tls)) {
            Upload upload = Upload.start(console.in(), stream, target.text(), !noShutdown);
            receive(stream, target, upload);
        }
        return ExitCodes.OK;
    }

    private void receive(NetworkStreamInterface stream, Target target, Upload upload) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
            while (Phase.RECEIVE.with(target.text(), () -> stream.read(buffer.clear())) >= 0) {
                console.out().write(buffer.array(), 0, buffer.position());
            }
        } catch (PeerException e) {
            // If a failed send closed the stream, that failure is the cause of this one. A send that timed out may not
            // have stored its failure yet, so the deadline is checked first.
            Phase.SEND.with(target.text(), () -> checkTimeout(target));
            if (!(e.failure() instanceof NetworkStreamClosedException) || upload.failure() == null) {
                throw e;
            }
        }
        @Nullable IOException failure = upload.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private static Target checkTimeout(Target target) throws IOException {
        Timeout.check("connection with " + target.text());
        return target;
    }
}
