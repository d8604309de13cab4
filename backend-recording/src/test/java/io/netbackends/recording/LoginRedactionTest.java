// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Output of clients: each byte of a secret is a §, which occurs nowhere else. */
class LoginRedactionTest {
    private static final ConnectionInfo CLIENT = new ConnectionInfo(null, null, false, null, "");
    private static final ConnectionInfo SERVER = new ConnectionInfo(null, null, true, null, "");

    static Stream<Arguments> logins() {
        return Stream.of(
                // LDAP
                Arguments.of("simple bind", ldap("\2\1\1" + bind("\200\6§§§§§§")) + ldap("\2\1\2B\0")),
                Arguments.of("bind of long form", "0\204\0\0\0\24\2\1\1`\204\0\0\0\13\2\1\3\4\0\200\204\0\0\0\0"),
                Arguments.of("bind after StartTLS", ldap("\2\1\1w\3\200\1a") + ldap("\2\1\2" + bind("\200\1§"))),
                Arguments.of("SASL bind", ldap("\2\1\1" + bind("\243\13\4\5PLAIN\4\2§§")) + ldap("\2\1\2B\0")),
                Arguments.of(
                        "NTLM bind of Active Directory",
                        ldap("\2\1\1" + bind("\212\3§§§")) + ldap("\2\1\2" + bind("\213\4§§§§"))),
                Arguments.of("SASL without credentials", ldap("\2\1\1" + bind("\243\7\4\5PLAIN")) + ldap("\2\1\2B\0")),
                Arguments.of(
                        "second bind with controls",
                        ldap("\2\1\1" + bind("\200\1§") + "\240\2ab") + ldap("\2\2\1\1" + bind("\200\2§§"))),
                // PostgreS§L
                Arguments.of(
                        "PostgreS§L",
                        "\0\0\0\10\4\322\26\57" + "\0\0\0\14\0\3\0\0user" + postgres('p', "§§§")
                                + postgres('P', "select 1\0") + postgres('p', "§§")),
                Arguments.of("PostgreS§L cancels", "\0\0\0\20\4\322\26\56§§§§§§§§"),
                // MyS§L
                Arguments.of(
                        "MyS§L",
                        mysql(1, answer(0x8200) + "user\0\4§§§§db\0plugin\0")
                                + mysql(3, "§§§§§")
                                + mysql(0, "\3select")
                                + mysql(1, "data of a file")),
                Arguments.of(
                        "MyS§L over TLS",
                        mysql(1, answer(0x8a00))
                                + mysql(2, answer(0x8a00) + "user\0\2§§")
                                + mysql(4, "")
                                + mysql(6, "§§")),
                Arguments.of("MyS§L of old", mysql(1, answer(0x200) + "user\0§§§§")),
                Arguments.of("MyS§L with long secret", mysql(1, answer(0x208200) + "user\0\374§§§§§§")),
                Arguments.of(
                        "MyS§L changes user",
                        mysql(1, answer(0x8200) + "u\0\0")
                                + mysql(0, "\16")
                                + mysql(0, "\21user\0§§§§")
                                + mysql(2, "§§")
                                + mysql(0, "\16")
                                + mysql(1, "shown")),
                // Redis
                Arguments.of(
                        "Redis AUTH", resp("AUTH", "§§§") + resp("SET", "auth", "a\r\nb") + resp("auth", "u", "§§")),
                Arguments.of(
                        "Redis HELLO", resp("HELLO", "3", "AUTH", "auth", "§§", "SETNAME", "auth") + resp("GET", "a")),
                Arguments.of("Redis settings", resp("CONFIG", "SET", "maxmemory", "1", "requirepass", "§§", "a", "b")),
                Arguments.of("Redis users", resp("ACL", "SETUSER", "auth", "on", ">§§", "~*", "#§", "+@all")),
                Arguments.of("Redis by hand", "AUTH §§§§§§§\r\nGET a\r\n"),
                Arguments.of("Redis of none", resp("PING") + resp("SET", "a", "") + resp("AUTH", "§§")),
                // AMQP
                Arguments.of(
                        "AMQP",
                        "AMQP\0\0\11\1" + amqp(10, 11, "\0\0\0\3abc\5PLAIN\0\0\0\4§§§§\5en_US")
                                + amqp(10, 31, "\0\0\0\0\0\0\0\0") + "\3\0\1\0\0\0\3abc\316"
                                + amqp(10, 21, "\0\0\0\2§§") + amqp(10, 70, "\0\0\0\1§\1a")),
                Arguments.of("AMQP without response", "AMQP\0\0\11\1" + amqp(10, 11, "\0\0\0\0\0\0\0\0\0\0\0")),
                // NATS
                Arguments.of(
                        "NATS",
                        "CONNECT {\"verbose\":false,\"user\":\"u\\\"\",\"pass\":\"§§§§§\", \"auth_token\" : \"§\"}\r\n"
                                + "PUB pass 4\r\n\"pass\":\"shown\"\r\n"),
                // Mail
                Arguments.of("SMTP PLAIN", "EHLO a\r\nAUTH PLAIN §§§§\r\nMAIL FROM:<a>\r\nDATA\r\nPASS it on\r\n.\r\n"),
                Arguments.of("SMTP PLAIN, later", "EHLO a\r\nAUTH PLAIN\r\n§§§§\r\nQUIT\r\n"),
                Arguments.of(
                        "SMTP LOGIN",
                        "EHLO a\r\nSTARTTLS\r\nEHLO a\r\nauth login\r\n§§§§\r\n§§§§\r\nMAIL FROM:<a>\r\n"),
                Arguments.of("SMTP LOGIN with user", "EHLO a\r\nAUTH LOGIN §§§§\r\n§§§§\r\nRSET\r\n"),
                Arguments.of("SMTP CRAM-MD5", "EHLO a\r\nAUTH CRAM-MD5\r\n§§§§\r\nRSET\r\n"),
                Arguments.of(
                        "SMTP with words of others",
                        "EHLO a\r\nDATA\r\nAuth failed\r\nconnect {\"pass\":\"a\"}\r\na LOGIN b c\r\n"),
                Arguments.of("POP3", "CAPA\r\nUSER a\r\nPASS §§§§§\r\nSTAT\r\n"),
                Arguments.of("POP3 at once", "USER a\nPASS §§\n"),
                Arguments.of("POP3 APOP", "APOP user §§§§\r\nSTAT\r\n"),
                Arguments.of("POP3 AUTH", "CAPA\r\nAUTH PLAIN\r\n§§§§\r\nSTAT\r\n"),
                Arguments.of("POP3 asks", "AUTH\r\nUSER a\r\nPASS §§§\r\n"),
                Arguments.of("FTP", "AUTH §§§\r\nUSER a\r\nPASS §§§\r\nACCT §§\r\nPASV\r\n"),
                Arguments.of("FTPS", "FEAT\r\nAUTH TLS\r\nPBSZ 0\r\nUSER a\r\nPASS §§§\r\nSTOR pass\r\n"),
                Arguments.of("IMAP", "A0 CAPABILITY\r\nA1 LOGIN §§ \"§§§§§\"\r\nA2 SELECT \"login\"\r\n"),
                Arguments.of("IMAP at once", "a login §§ §\r\n"),
                Arguments.of("IMAP literals", "a NOOP\r\na LOGIN {4}\r\n§§§§ {3+}\r\n§§§\r\nb LIST \"\" *\r\n"),
                Arguments.of("IMAP appends", "a NOOP\r\na APPEND x {15}\r\nb LOGIN c d\r\ne \r\nb LOGIN § §\r\n"),
                Arguments.of("IMAP PLAIN", "a CAPABILITY\r\na AUTHENTICATE PLAIN\r\n§§§§\r\nb SELECT x\r\n"),
                Arguments.of("IMAP XOAUTH2", "a CAPABILITY\r\na AUTHENTICATE XOAUTH2 §§§§\r\nb SELECT x\r\n"),
                Arguments.of("IMAP LOGIN", "a CAPABILITY\r\na AUTHENTICATE LOGIN\r\n§§§§\r\n§§§§\r\nb SELECT x\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logins")
    void secretIsReplacedWhereverItIsCutAndNothingElse(String name, String sent) {
        String shown = sent.replace('§', '*');
        for (int i = 0; i <= sent.length(); i++) {
            assertThat(redacted(CLIENT, true, sent.substring(0, i), sent.substring(i)))
                    .isEqualTo(shown);
        }
        assertThat(redacted(CLIENT, true, sent.split(""))).isEqualTo(shown);
        assertThat(redacted(SERVER, false, sent)).as("read by a server").isEqualTo(shown);
        assertThat(redacted(CLIENT, true, shown)).as("replaced once more").isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /login HTTP/1.1\r\nHost: a\r\n\r\nPASS a\r\nAUTH b\r\nx LOGIN y z\r\n",
                "POST / HTTP/1.1\r\n\r\nAUTH PLAIN abc\r\n",
                "CONNECT a:443 HTTP/1.1\r\n\r\n{\"pass\":\"a\"}",
                "SSH-2.0-OpenSSH\r\nPASS a\r\n",
                "Dear reader\r\nPASS it on\r\n",
                "\u0016\u0003\u0001\u0002\0PASS a\n",
                "0123456789\nPASS a\n",
                "0\1AAAA`AAAA\200AAAA",
                "*PASS a\r\n",
                "*1\r\n:5\r\nAUTH a\r\n",
                "\0\0\0\1AAAAAAAAAAAApAAAA",
                "\0\0\0\14\0\2\0\0p\0\0\0\6ab",
                "@\0\0\1AAAAAAAAAAAA",
                "AMQP\0\1\0\0\1\0\0\0\0\0\30\0\12\0\13\0\0\0\0\0\0\0\0\4abcd",
                "A",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\1\1\0\0\0\0\1a",
                "{\"pass\":\"a\",\"auth_token\":\"b\"}\n"
            })
    void trafficOfOtherKindsIsShownWhole(String sent) {
        assertThat(redacted(CLIENT, true, sent)).isEqualTo(sent);
        assertThat(redacted(CLIENT, true, sent.split(""))).isEqualTo(sent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logins")
    void whatTheServerSendsIsShownWhole(String name, String sent) {
        assertThat(redacted(CLIENT, false, sent)).isEqualTo(sent);
    }

    @Test
    void commandAfterRefusedMechanismEndsTheAnswers() {
        String sent = "EHLO a\r\nAUTH LOGIN\r\nAUTH PLAIN\r\n§§§§\r\nAUTH CRAM-MD5\r\nQUIT\r\nHELO a\r\n";
        assertThat(redacted(CLIENT, true, sent)).endsWith("\r\nHELO a\r\n").doesNotContain("§");
    }

    @Test
    void bulkIsPassedOverInPieces() {
        String bulk = postgres('d', "p\0\0\0\5a".repeat(10_000));
        String sent = "\0\0\0\14\0\3\0\0user" + bulk + postgres('p', "§§");
        String[] pieces = IntStream.range(0, (sent.length() + 99) / 100)
                .mapToObj(i -> sent.substring(i * 100, Math.min(sent.length(), i * 100 + 100)))
                .toArray(String[]::new);
        assertThat(redacted(CLIENT, true, pieces)).isEqualTo(sent.replace('§', '*'));
    }

    @Test
    void parametersAreReplacedOnDemand() {
        Redaction redaction = Redaction.ofCredentials(List.of(), List.of(Redaction.COMMON, "Mine"));
        assertThat(redaction.toString())
                .contains(" : logins : parameters access_token ")
                .contains(" mine ");
        String sent = "GET /a?access_token=§§&b=c&MINE=§;token=§§#token=a HTTP/1.1\r\nReferer: http://a/?sig=§§\r\n\r\n"
                + "password=§§§&user=a&pass=shown\r\n<a href=\"?key=§§\">key=shown";
        for (int i = 0; i <= sent.length(); i++) {
            assertThat(redacted(redaction.redactor(CLIENT, i % 2 == 0), sent.substring(0, i), sent.substring(i)))
                    .isEqualTo(sent.replace('§', '*'));
        }
        assertThat(redacted(CLIENT, true, sent)).isEqualTo(sent);
    }

    private static String ldap(String message) {
        return "0" + (char) message.length() + message;
    }

    private static String bind(String authentication) {
        String bind = "\2\1\3\4\4cn=a" + authentication;
        return "`" + (char) bind.length() + bind;
    }

    private static String postgres(int type, String body) {
        int length = body.length() + 4;
        return (char) type + "\0" + (char) (length >> 16 & 0xff) + (char) (length >> 8 & 0xff) + (char) (length & 0xff)
                + body;
    }

    private static String mysql(int sequence, String body) {
        return (char) body.length() + "\0\0" + (char) sequence + body;
    }

    private static String answer(int capabilities) {
        return "" + (char) (capabilities & 0xff) + (char) (capabilities >> 8 & 0xff) + (char) (capabilities >> 16)
                + "\0" + "\0\0\0\1-" + "\0".repeat(23);
    }

    private static String resp(String... arguments) {
        StringBuilder command = new StringBuilder("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            command.append('$')
                    .append(argument.length())
                    .append("\r\n")
                    .append(argument)
                    .append("\r\n");
        }
        return command.toString();
    }

    private static String amqp(int classId, int method, String arguments) {
        return "\1\0\0\0\0\0" + (char) (arguments.length() + 4) + "\0" + (char) classId + "\0" + (char) method
                + arguments + "\316";
    }

    private static String redacted(ConnectionInfo connection, boolean written, String... pieces) {
        return redacted(Redaction.ofCredentials().redactor(connection, written), pieces);
    }

    private static String redacted(Redactor redactor, String... pieces) {
        StringBuilder shown = new StringBuilder();
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(ISO_8859_1);
            redactor.redact(ByteBuffer.wrap(bytes));
            shown.append(new String(bytes, ISO_8859_1));
        }
        return shown.toString();
    }
}
