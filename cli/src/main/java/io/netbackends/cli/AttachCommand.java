// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code attach}: loads the agent into a running JVM. */
@Command(
        name = "attach",
        description =
                "Route the future connections of a running JVM of this user over a backend. By default, their traffic is "
                        + "recorded to the file of --record, otherwise to the standard error stream of that JVM. "
                        + "The effect lasts until the JVM ends.")
final class AttachCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Mixin
    private AgentJar agent = new AgentJar();

    @Parameters(index = "0", paramLabel = "PID", description = "The PID of the JVM, as listed by jps.")
    private long pid;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SPEC",
            description = "The backend, such as nio; with --record, the backend to record.")
    private String spec = "";

    AttachCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        if (options.record != null) {
            BackendChoice.checkFormat(options.record);
        }
        String arguments = AgentJar.arguments(AgentJar.spec(spec, options.record != null), options);
        RunningJvm jvm = RunningJvm.find(pid);
        try {
            console.text().println(jvm.load(agent.path(), arguments));
        } catch (NoClassDefFoundError e) {
            throw new CommandException(
                    ExitCodes.FAILED, "attaching needs a JDK: this Java runtime lacks the module jdk.attach", e);
        }
        return ExitCodes.OK;
    }
}
