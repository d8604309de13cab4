// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running JVM, into which an agent is loaded. It first checks that the process is a suitable JVM, since the signal by
 * which the JDK attaches would kill another process.
 */
final class RunningJvm {
    /** The system property in which the agent reports its state: {@code on: } and a spec, or {@code off: } and a reason. */
    private static final String STATE = "netbackends.agent.state";

    private static final String ON = "on: ";
    private static final String OFF = "off: ";
    private static final String NO_ATTACHING = "-XX:+DisableAttachMechanism";
    private static final String SUPERUSER = "root";

    private final long pid;

    private RunningJvm(long pid) {
        this.pid = pid;
    }

    /**
     * Finds a JVM.
     *
     * @throws CommandException if the process does not exist, is this one, belongs to another user, is not a JVM, or does
     *     not accept agents
     */
    static RunningJvm find(long pid) throws CommandException {
        RunningJvm jvm = new RunningJvm(pid);
        ProcessHandle self = ProcessHandle.current();
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null) {
            throw jvm.failure("does not exist", null);
        }
        if (pid == self.pid()) {
            throw jvm.failure("is this command itself", null);
        }
        Optional<String> user = process.info().user();
        Optional<String> own = self.info().user();
        if (user.isPresent()
                && own.isPresent()
                && !user.equals(own)
                && !own.get().equals(SUPERUSER)) {
            throw jvm.failure("belongs to the user " + user.get() + ": only that user can attach to it", null);
        }
        if (!jvm.isJvm()) {
            throw jvm.failure("is not a JVM", null);
        }
        if (jvm.commandLine().contains(NO_ATTACHING)) {
            throw jvm.failure("was started with " + NO_ATTACHING + ", and accepts no agent", null);
        }
        return jvm;
    }

    /** Returns whether the process is a JVM. Without {@code /proc}, only JVMs with performance counters are found. */
    private boolean isJvm() {
        Path maps = proc("maps");
        try {
            if (Files.exists(maps)) {
                return new String(Files.readAllBytes(maps), ISO_8859_1).contains("/libjvm.so");
            }
        } catch (IOException e) {
            return false;
        }
        return VirtualMachine.list().stream().anyMatch(jvm -> jvm.id().equals(Long.toString(pid)));
    }

    private List<String> commandLine() {
        try {
            return List.of(Files.readString(proc("cmdline"), ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Loads the agent. Returns a message about its state.
     *
     * @throws CommandException if the JVM already has it, it cannot be loaded, or it reports a failure
     */
    String load(Path agent, String arguments) throws CommandException {
        if (Files.exists(proc("root")) && !Files.isReadable(proc("root" + agent))) {
            throw failure(
                    "cannot read the agent (" + agent
                            + "): it has another file system, perhaps in a container; copy the agent "
                            + "into that file system, to the same path",
                    null);
        }
        VirtualMachine jvm = attach();
        try {
            String before = jvm.getSystemProperties().getProperty(STATE, "");
            if (before.startsWith(ON)) {
                throw failure(
                        "already has the agent, over " + before.substring(ON.length())
                                + ": a JVM can have only one, until it ends",
                        null);
            }
            jvm.loadAgent(agent.toString(), arguments);
            String after = jvm.getSystemProperties().getProperty(STATE, "");
            if (!after.startsWith(ON)) {
                throw failure(
                        "continues without the agent: "
                                + (after.startsWith(OFF) ? after.substring(OFF.length()) : "it reports nothing"),
                        null);
            }
            return "attached: new connections of process " + pid + " use " + after.substring(ON.length());
        } catch (AgentLoadException | AgentInitializationException | IOException e) {
            throw failure("cannot load the agent: " + Failures.message(e), e);
        } finally {
            detach(jvm);
        }
    }

    private VirtualMachine attach() throws CommandException {
        try {
            return VirtualMachine.attach(Long.toString(pid));
        } catch (AttachNotSupportedException | IOException e) {
            throw failure("cannot be attached to: " + Failures.message(e), e);
        }
    }

    private static void detach(VirtualMachine jvm) {
        try {
            jvm.detach();
        } catch (IOException e) {
            // the JVM has ended
        }
    }

    private Path proc(String name) {
        return Path.of("/proc/" + pid + "/" + name);
    }

    private CommandException failure(String what, @Nullable Throwable cause) {
        return new CommandException(ExitCodes.FAILED, "process " + pid + " " + what, cause);
    }
}
