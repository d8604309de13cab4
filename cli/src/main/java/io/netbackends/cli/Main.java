// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The {@code netbackends} command. */
public final class Main {
    private final Console console;
    private final CommonOptions options;
    private final CommandLine commandLine;

    private Main(Console console) {
        RootCommand root = new RootCommand();
        this.console = console;
        this.options = root.options();
        // Arguments after the program belong to it, even without --.
        CommandLine run = new CommandLine(new RunCommand(options)).setStopAtPositional(true);
        this.commandLine = new CommandLine(root)
                .addSubcommand(new BackendsCommand(options, console))
                .addSubcommand(new GetCommand(options, console))
                .addSubcommand(new ConnectCommand(options, console))
                .addSubcommand(new LookupCommand(options, console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new ConvertCommand(console))
                .addSubcommand(new ReplayCommand(options, console))
                .addSubcommand(run)
                .addSubcommand(new AttachCommand(options, console))
                .addSubcommand(new DemoCommand(options, console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new ManPageCommand(console))
                .addSubcommand(new HelpCommand(console));
        OptionScope.restrict(commandLine);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCodes.help());
    }

    /**
     * Runs a command and exits with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // Not System.out, which hides errors such as a full disk or a closed pipe.
        System.exit(run(
                args,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err)));
    }

    /** Runs a command; returns its exit code. */
    static int run(String[] args, InputStream in, OutputStream out, OutputStream err) {
        return new Main(Console.of(in, out, err, new Secrets(args))).run(args);
    }

    private int run(String[] args) {
        return commandLine
                .setOut(console.text())
                .setErr(console.err())
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure))
                .setExecutionStrategy(this::execute)
                .execute(args);
    }

    private int execute(ParseResult parsed) {
        OptionScope.check(parsed);
        if (options.properties.containsKey("")) {
            throw new ParameterException(commandLine, "-D: property () must have a name: KEY=VALUE");
        }
        options.setProperties();
        return new RunLast().execute(parsed);
    }

    private int wrongUsage(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(Failures.line(WrongUsage.message(e) + " (see " + command + " --help)"));
        if (options.debug) {
            e.printStackTrace(console.err());
        }
        return ExitCodes.USAGE;
    }

    private int failed(Exception failure) {
        String line = Failures.line(failure);
        if (line != null) {
            console.err().println(line);
        }
        if (options.debug) {
            failure.printStackTrace(console.err());
        }
        return Failures.exitCode(failure);
    }
}
