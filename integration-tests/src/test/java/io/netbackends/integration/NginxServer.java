// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An nginx process, with a virtual server for each kind of connection. */
public final class NginxServer implements Closeable {
    private static final String LOCATIONS = """
            root %1$s/files;
            location /up/ { dav_methods PUT; }
            location = /hello { return 200 "hello by $server_protocol"; }
            location = /version { return 200 '{"Version":"29.0","ApiVersion":"1.52","Os":"linux"}'; }
            location = /who { return 200 "$remote_addr:$remote_port"; }
            location = /tls { return 200 "$ssl_protocol $ssl_cipher $ssl_server_name $ssl_session_reused"; }
            location = /client { return 200 "$ssl_client_verify $ssl_client_s_dn"; }
            """;

    private final String nginx = Programs.require("nginx", "nginx");
    private final ServerDirectory directory = new ServerDirectory();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final RunningProgram program;

    public final Endpoint plain = endpoint("plain");
    public final Endpoint tls12 = endpoint("tls12");
    public final Endpoint tls13 = endpoint("tls13");
    public final Endpoint mutual = endpoint("mutual");

    public NginxServer() throws IOException {
        Path files = Files.createDirectories(directory.resolve("files/up")).getParent();
        Files.write(files.resolve("large"), Payload.random(Payload.LARGE));
        Files.write(files.resolve("medium"), Payload.random(384 * 1024));
        Path config = Files.writeString(directory.resolve("nginx.conf"), config());
        program = RunningProgram.start(
                List.of(nginx, "-e", "stderr", "-p", directory.path().toString(), "-c", config.toString()));
        Ports.awaitListening(program, endpoints.toArray(Endpoint[]::new));
    }

    /** Returns the file of that name. */
    public Path file(String name) {
        return directory.resolve("files/" + name);
    }

    /** Adds a sparse file of zeros. */
    public void addZeros(String name, int size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    /** Kills it, without an orderly shutdown. */
    public void kill() {
        program.kill();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }

    private Endpoint endpoint(String name) throws IOException {
        Endpoint endpoint = new Endpoint(Ports.free(), directory.resolve(name));
        endpoints.add(endpoint);
        return endpoint;
    }

    private String config() throws IOException {
        String dir = directory.path().toString();
        return """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr warn;
                events { worker_connections 64; }
                http {
                  access_log off;
                  default_type application/octet-stream;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  client_max_body_size 64m;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  ssl_client_certificate %s;
                  ssl_session_cache shared:tests:1m;
                  %s
                }
                """.formatted(
                        Tls.SERVER.writeCertificateChainPem(directory.path()),
                        Tls.SERVER.writeKeyPem(directory.path()),
                        Tls.PKI.writePem(directory.path()),
                        server(dir, plain, "", "")
                                + server(dir, tls12, "ssl http2", "ssl_protocols TLSv1.2;")
                                + server(dir, tls13, "ssl http2", "ssl_protocols TLSv1.3;")
                                + server(dir, mutual, "ssl", "ssl_verify_client on;"));
    }

    private static String server(String dir, Endpoint endpoint, String kind, String settings) {
        return "server { listen 127.0.0.1:%d %s; listen unix:%s %s; %s %s }\n"
                .formatted(endpoint.port(), kind, endpoint.path(), kind, settings, LOCATIONS.formatted(dir));
    }
}
