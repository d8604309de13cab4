// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code run}: runs an unchanged program with the agent in its JVM. */
@Command(
        name = "run",
        description = {
            "Run an unchanged Java program with its connections over a backend: recorded to the file of --record, "
                    + "through the backend of --backend, or, without either, shown on standard error. The exit code is that "
                    + "of the program; 126 and 127 mean that it cannot be started.",
            "If the command is not java but a script such as ./gradlew, all JVMs that it starts get the agent from "
                    + "the environment variable JAVA_TOOL_OPTIONS: the first one records to FILE, others to files next to it."
        })
final class RunCommand implements Callable<Integer> {
    private static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

    private final CommonOptions options;

    @Mixin
    private AgentJar agent = new AgentJar();

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments, best after --: run --record x.pcapng -- java -jar app.jar")
    private List<String> command = List.of();

    RunCommand(CommonOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws CommandException {
        if (options.record != null) {
            BackendChoice.checkFormat(options.record);
        }
        String spec = spec();
        String option = "-javaagent:" + agent.path() + "=" + AgentJar.arguments(spec, options);
        return new ChildProgram(withAgent(option)).run();
    }

    /** Checks the spec here, since the agent would only print a message and let the program run without it. */
    private String spec() throws CommandException {
        String asked = BackendChoice.asked(options);
        if (!asked.isEmpty() && !List.of(asked.split(":")).contains(AgentJar.RECORDING)) { // would open the file
            try {
                NetworkBackend.named(asked);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new CommandException(ExitCodes.USAGE, Failures.message(e), e);
            }
        }
        return AgentJar.spec(asked, options.record != null);
    }

    private ProcessBuilder withAgent(String option) throws CommandException {
        List<String> arguments = new ArrayList<>(command);
        ProcessBuilder builder = new ProcessBuilder(arguments).inheritIO();
        if (isJava(arguments.get(0))) {
            arguments.add(1, option);
        } else {
            Map<String, String> environment = builder.environment();
            String quoted = quoted(option);
            environment.merge(TOOL_OPTIONS, quoted, (before, added) -> before + " " + added);
        }
        return builder;
    }

    private static boolean isJava(String program) {
        Path name = Path.of(program).getFileName();
        return name != null && name.toString().matches("java(\\.exe)?");
    }

    /** Quotes for the JVM, which supports quotation marks like a shell, but no backslash. */
    private static String quoted(String option) throws CommandException {
        if (option.matches("[^\\s'\"]*")) {
            return option;
        }
        String mark = option.contains("'") ? "\"" : "'";
        if (option.contains(mark)) {
            throw CommandException.usage(
                    "the agent's option (" + option + ") must not have both kinds of quotation marks");
        }
        return mark + option + mark;
    }
}
