// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;

/** Builds valid and invalid recordings line by line. */
final class Recording {
    private final StringBuilder lines = new StringBuilder();
    private Instant time = Instant.parse("2026-11-21T16:00:00Z");

    static Recording begin() {
        return begin("off");
    }

    static Recording begin(String redaction) {
        return new Recording().header("r-1", redaction);
    }

    static Recording empty() {
        return new Recording();
    }

    Recording header(String id, String redaction) {
        return line("{\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1,\"recording\":\"" + id
                + "\",\"part\":1,\"time\":\"" + time + "\",\"redaction\":\"" + redaction + "\"}");
    }

    Recording later(long millis) {
        time = time.plusMillis(millis);
        return this;
    }

    Recording open(int connection, String host, int port) {
        return event(
                connection,
                "open",
                "\"role\":\"client\",\"backend\":\"<SocketBackend>\",\"target\":" + address(host, port)
                        + ",\"local\":" + address("127.0.0.1", 50000 + connection) + ",\"remote\":"
                        + address("127.0.0.1", port));
    }

    Recording connectFailed(int connection, String host, int port, String type, String message) {
        return event(
                connection,
                "error",
                "\"operation\":\"connect\",\"backend\":\"<SocketBackend>\",\"target\":" + address(host, port)
                        + ",\"type\":\"" + type + "\",\"message\":\"" + message + "\"");
    }

    Recording read(int connection, String text) {
        return data(connection, "read", text, text.length());
    }

    Recording write(int connection, String text) {
        return data(connection, "write", text, text.length());
    }

    Recording data(int connection, String kind, String kept, int size) {
        return event(
                connection,
                kind,
                "\"size\":" + size + ",\"data\":\"" + Base64.getEncoder().encodeToString(kept.getBytes(ISO_8859_1))
                        + "\"");
    }

    Recording tls(int connection, String alpn) {
        return event(
                connection,
                "tls",
                "\"protocol\":\"TLSv1.3\",\"cipher\":\"TLS_AES_256_GCM_SHA384\""
                        + (alpn.isEmpty() ? "" : ",\"alpn\":\"" + alpn + "\""));
    }

    Recording tls(int connection, X509Certificate shown) throws CertificateEncodingException {
        String base64 = Base64.getEncoder().encodeToString(shown.getEncoded());
        return event(
                connection, "tls", "\"protocol\":\"TLSv1.3\",\"cipher\":\"X\",\"certificates\":[\"" + base64 + "\"]");
    }

    Recording error(int connection, String operation, String type, String message) {
        return event(
                connection,
                "error",
                "\"operation\":\"" + operation + "\",\"type\":\"" + type + "\",\"message\":\"" + message + "\"");
    }

    Recording lost(int connection, long read, long written) {
        return event(connection, "lost", "\"events\":1,\"read\":" + read + ",\"written\":" + written);
    }

    Recording eof(int connection) {
        return event(connection, "eof", "");
    }

    Recording shutdown(int connection) {
        return event(connection, "shutdown", "");
    }

    Recording close(int connection) {
        return event(connection, "close", "");
    }

    Recording event(int connection, String kind, String members) {
        return line("{\"time\":\"" + time + "\"" + (connection > 0 ? ",\"connection\":" + connection : "")
                + ",\"kind\":\"" + kind + "\"" + (members.isEmpty() ? "" : ",") + members + "}");
    }

    Recording line(String line) {
        return raw(line + "\n");
    }

    Recording raw(String text) {
        lines.append(text);
        return this;
    }

    Path save(Path directory) throws IOException {
        return Files.writeString(directory.resolve("test.ndjson"), lines);
    }

    RecordingReader reader() {
        return RecordingReader.of(new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), "test.ndjson");
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    private static String address(String host, int port) {
        return "{\"host\":\"" + host + "\",\"port\":" + port + "}";
    }
}
