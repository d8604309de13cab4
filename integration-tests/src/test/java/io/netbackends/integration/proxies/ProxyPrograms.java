// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.proxies;

import io.netbackends.integration.Endpoint;
import io.netbackends.integration.Ports;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One proxy of each kind, from Debian's packages, each on its own port. */
final class ProxyPrograms implements Closeable {
    /** The user and password that the proxies require. */
    static final String CREDENTIALS = "me:s3cret";

    private final ServerDirectory directory = new ServerDirectory();
    private final List<RunningProgram> programs = new ArrayList<>();
    private final Map<Kind, Integer> ports = new EnumMap<>(Kind.class);

    enum Kind {
        TINYPROXY("http"),
        MICROSOCKS("socks5h"),
        DANTE("socks5"),
        DANTE_WITH_SOCKS4("socks4"),
        OPENSSH("socks5h"),
        OPENSSH_WITH_SOCKS4A("socks4a");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        boolean hasCredentials() {
            return this == TINYPROXY || this == MICROSOCKS;
        }
    }

    ProxyPrograms() throws IOException {
        boolean started = false;
        try {
            tinyproxy();
            microsocks();
            dante();
            openssh();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    String url(Kind kind) {
        return url(kind, CREDENTIALS);
    }

    String url(Kind kind, String credentials) {
        return kind.scheme + "://" + (kind.hasCredentials() ? credentials + "@" : "") + "127.0.0.1:" + ports.get(kind);
    }

    private void tinyproxy() throws IOException {
        int port = Ports.free();
        Path config = write(
                "tinyproxy.conf",
                "Port " + port,
                "Listen 127.0.0.1",
                "Timeout 60",
                "MaxClients 50",
                "Allow 127.0.0.1",
                "BasicAuth " + CREDENTIALS.replace(':', ' '));
        start(port, Programs.require("tinyproxy", "tinyproxy"), "-d", "-c", config.toString());
        ports.put(Kind.TINYPROXY, port);
    }

    private void microsocks() throws IOException {
        int port = Ports.free();
        String[] credentials = CREDENTIALS.split(":", -1);
        start(
                port,
                Programs.require("microsocks", "microsocks"),
                "-i",
                "127.0.0.1",
                "-p",
                "" + port,
                "-u",
                credentials[0],
                "-P",
                credentials[1]);
        ports.put(Kind.MICROSOCKS, port);
    }

    private void dante() throws IOException {
        int port = Ports.free();
        Path config = write(
                "danted.conf",
                "logoutput: stderr",
                "internal: 127.0.0.1 port = " + port,
                "external: 127.0.0.1",
                "clientmethod: none",
                "socksmethod: none",
                "client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }",
                "socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }");
        start(port, Programs.require("danted", "dante-server"), "-f", config.toString());
        ports.put(Kind.DANTE, port);
        ports.put(Kind.DANTE_WITH_SOCKS4, port);
    }

    private void openssh() throws IOException {
        int server = Ports.free();
        Path hostKey = key("host");
        Path userKey = key("user");
        Path config = write(
                "sshd_config",
                "Port " + server,
                "ListenAddress 127.0.0.1",
                "HostKey " + hostKey,
                "AuthorizedKeysFile " + userKey + ".pub",
                "StrictModes no",
                "UsePAM no",
                "PidFile none");
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // needed only by root's sshd, and created by Debian at boot
        }
        start(server, Programs.require("sshd", "openssh-server"), "-D", "-e", "-f", config.toString());
        int port = Ports.free();
        start(
                port,
                Programs.require("ssh", "openssh-client"),
                "-N",
                "-F",
                "none",
                "-D",
                "127.0.0.1:" + port,
                "-i",
                userKey.toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "BatchMode=yes",
                "-p",
                "" + server,
                System.getProperty("user.name") + "@127.0.0.1");
        ports.put(Kind.OPENSSH, port);
        ports.put(Kind.OPENSSH_WITH_SOCKS4A, port);
    }

    private Path key(String name) throws IOException {
        Path file = directory.resolve(name);
        try (RunningProgram keygen = RunningProgram.start(List.of(
                Programs.require("ssh-keygen", "openssh-client"),
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                file.toString()))) {
            keygen.awaitSuccess();
        }
        return file;
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    private void start(int port, String... command) throws IOException {
        RunningProgram program = RunningProgram.start(List.of(command));
        programs.add(program);
        Ports.awaitListening(program, new Endpoint(port, null));
    }

    /** Stops them in reverse order, an ssh before its sshd. */
    @Override
    public void close() throws IOException {
        try (directory) {
            Collections.reverse(programs);
            programs.forEach(RunningProgram::close);
        }
    }
}
