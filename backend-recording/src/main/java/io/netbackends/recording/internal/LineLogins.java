// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds passwords in the lines of an SMTP, POP3, FTP, IMAP or NATS client, and in inline commands of Redis: after PASS,
 * ACCT, ADAT, APOP and AUTH, after LOGIN and AUTHENTICATE behind a tag, in the lines that answer the server's challenges,
 * and in CONNECT. If the first line belongs to none of these protocols, it ignores the stream.
 *
 * <p>The mechanism determines how many answers follow AUTH, since this scanner does not see the server's replies. If the
 * server rejects the mechanism, a command follows instead: it is replaced as well, and ends the answers.
 */
final class LineLogins implements SecretScanner {
    private enum Protocol {
        UNKNOWN,
        SMTP,
        IMAP,
        /** A protocol whose lines are all commands, such as POP3 and FTP. */
        COMMANDS,
        /** Another protocol, or one whose secrets have already passed. */
        OVER
    }

    private static final Set<String> SMTP = Set.of("ehlo", "helo", "lhlo");
    private static final Set<String> WITH_PASSWORD = Set.of("pass", "acct", "adat");
    private static final Set<String> COMMANDS = Set.of(
            "apop",
            "auth",
            "capa",
            "cap",
            "cwd",
            "data",
            "feat",
            "host",
            "list",
            "mail",
            "nick",
            "noop",
            "opts",
            "pbsz",
            "prot",
            "quit",
            "rcpt",
            "rset",
            "starttls",
            "stat",
            "stls",
            "syst",
            "type",
            "user");
    private static final Set<String> IMAP =
            Set.of("authenticate", "capability", "id", "login", "logout", "noop", "starttls");

    private static final SecretScanner SHOWN = b -> false;
    private static final SecretScanner SECRET = b -> true;

    /** Longer than any word searched for. */
    private static final int MAX_WORD = 32;

    private Protocol protocol = Protocol.UNKNOWN;

    /** The maximum number of lines before the next command. */
    private int answers;

    private final StringBuilder word = new StringBuilder();
    private int words;
    private String command = "";

    /** Whether the line has a known command. */
    private boolean known;

    /** Scans the rest of the line, once the command is known. */
    private @Nullable SecretScanner rest;

    /** The number of bytes in the rest. */
    private int restLength;

    /** The number of answers of the mechanism in this line; -1 if it names none. */
    private int promised = -1;

    private final ImapLiteral literal = new ImapLiteral();

    @Override
    public boolean isSecret(byte b) {
        if (protocol == Protocol.OVER) {
            return false;
        }
        if (literal.isWithin()) {
            literal.skip();
            return rest != null && rest != SHOWN;
        }
        if (b == '\n') {
            endLine();
            return false;
        }
        if (b == '\r') {
            return false;
        }
        boolean answer = answers > 0;
        return isSecretOfLine(b) || answer;
    }

    @Override
    public void replace(ByteBuffer bytes) {
        if (protocol != Protocol.OVER) {
            SecretScanner.super.replace(bytes);
        }
    }

    private boolean isSecretOfLine(byte b) {
        literal.take(b);
        if (rest != null) {
            restLength++;
            return rest.isSecret(b);
        }
        if (b == ' ') {
            endWord();
            return false;
        }
        if (word.length() < MAX_WORD) {
            word.append((char) Character.toLowerCase(b));
        } else if (protocol == Protocol.UNKNOWN) {
            protocol = Protocol.OVER;
        }
        if (words == 1 && command.equals("connect")) {
            protocol = b == '{' ? protocol : Protocol.OVER; // HTTP proxies use this word as well
            rest = new NatsPasswords();
        }
        // Any word after a first AUTH may be a password of Redis.
        return words == 1 && command.equals("auth") && protocol == Protocol.UNKNOWN;
    }

    private void endWord() {
        String text = word.toString();
        word.setLength(0);
        switch (words++) {
            case 0 -> {
                command = text;
                first();
            }
            case 1 -> second(text);
            default -> { // of AUTHENTICATE
                promised = SaslMechanisms.answers(text);
                rest = SECRET;
            }
        }
    }

    private void first() {
        if (protocol == Protocol.IMAP) {
            return; // this word is a tag
        }
        if (SMTP.contains(command)) {
            protocol = Protocol.SMTP;
            known = true;
            rest = SHOWN;
        } else if (WITH_PASSWORD.contains(command)
                && protocol != Protocol.SMTP) { // in mail, a line of text may begin like this
            protocol = Protocol.COMMANDS;
            known = true;
            rest = SECRET;
        } else if (COMMANDS.contains(command)) {
            known = true;
            rest = command.equals("auth") || command.equals("apop") ? null : SHOWN;
            if (protocol == Protocol.UNKNOWN && !command.equals("auth")) {
                protocol = Protocol.COMMANDS;
            }
        } else if (protocol != Protocol.UNKNOWN) {
            rest = SHOWN;
        }
    }

    private void second(String text) {
        if (protocol != Protocol.IMAP && command.equals("auth")) {
            protocol = protocol == Protocol.UNKNOWN ? Protocol.COMMANDS : protocol;
            promised = SaslMechanisms.answers(text);
            rest = SECRET;
        } else if (protocol != Protocol.IMAP && command.equals("apop")) {
            rest = SECRET;
        } else if (IMAP.contains(text)) {
            protocol = Protocol.IMAP;
            known = true;
            rest = text.equals("login") ? new ImapLogin() : text.equals("authenticate") ? null : SHOWN;
        } else if (protocol == Protocol.UNKNOWN) {
            protocol = Protocol.OVER;
        } else {
            rest = SHOWN;
        }
    }

    private void endLine() {
        if (protocol == Protocol.IMAP && literal.begins()) {
            return; // the line continues after the literal
        }
        if (rest == null) {
            endWord();
        }
        if (protocol == Protocol.UNKNOWN && command.equals("auth")) {
            protocol = Protocol.COMMANDS;
        } else if (protocol == Protocol.UNKNOWN || rest instanceof NatsPasswords) {
            protocol = Protocol.OVER;
        }
        if (promised >= 0) {
            answers = Math.max(0, restLength > 0 ? promised - 1 : promised);
        } else if (answers > 0) {
            answers = known ? 0 : answers - 1;
        }
        words = 0;
        command = "";
        known = false;
        rest = null;
        restLength = 0;
        promised = -1;
    }
}
