// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.HostResolver;
import io.netbackends.Timeout;
import io.netbackends.internal.Ticker;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lookup}: shows the addresses of a host, in the order in which a connect tries them. */
@Command(
        name = "lookup",
        description =
                "Look up a host, and show its addresses in the order of the connection attempts, with their start times.")
final class LookupCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Parameters(paramLabel = "HOST", description = "A name or an IP address.")
    private String host = "";

    LookupCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        HostAndPort target = target();
        long begin = Ticker.SYSTEM.read();
        List<InetAddress> addresses;
        try (Timeout overall = options.startTimeout()) {
            addresses = Phase.CONNECT.with(
                    target.host(),
                    () -> target.isAddress()
                            ? target.resolve(HostResolver.system())
                            : HostResolver.system().resolve(target.host()));
        }
        show(target, HappyEyeballs.interleave(addresses), Ticker.SYSTEM.read() - begin);
        return ExitCodes.OK;
    }

    private HostAndPort target() throws CommandException {
        try {
            return new HostAndPort(host, 0);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, Failures.message(e), e);
        }
    }

    private void show(HostAndPort target, List<InetAddress> addresses, long nanos) {
        PrintWriter out = console.text();
        out.printf(
                Locale.ROOT,
                "%s: %d %s, looked up in %.1f ms%n",
                target.host(),
                addresses.size(),
                addresses.size() == 1 ? "address" : "addresses",
                nanos / 1e6);
        long start = 0;
        for (InetAddress address : addresses) {
            out.println("  " + address.getHostAddress()
                    + (start == 0
                            ? "  tried immediately"
                            : "  tried after " + start + " ms, or as soon as all earlier ones have failed"));
            start += HappyEyeballs.ATTEMPT_DELAY.toMillis();
        }
    }
}
