// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: sends one HTTP request, and writes the body of the response to standard output. */
@Command(
        name = "get",
        description =
                "Fetch a URL over HTTP/1.1 and write the body of the response to standard output. Redirects are not "
                        + "followed, and any HTTP status counts as success.")
final class GetCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Parameters(paramLabel = "URL", description = "http://... or https://...")
    private String url = "";

    @Option(
            names = {"-i", "--include"},
            description = "Write status line and headers first.")
    private boolean include;

    @Option(names = "--async", description = "Use the asynchronous half of the backend, to test it.")
    private boolean async;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the times of lookup, connection, TLS handshake and first byte to standard error.")
    private boolean verbose;

    GetCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        Url parsed = Url.parse(url);
        Target target = Target.of(parsed.peer());
        try (Timeout overall = options.startTimeout();
                NetworkStreamInterface stream = connector().open(target, parsed.tls())) {
            HttpExchange exchange = HttpExchange.get(stream, parsed);
            if (include) {
                console.out().write(exchange.head());
            }
            exchange.copyBody(target.text(), console.out());
        }
        return ExitCodes.OK;
    }

    private Connector connector() throws CommandException {
        Connector connector = async ? Connector.async(options) : Connector.of(options);
        return verbose ? connector.verbose(console.err()) : connector;
    }
}
