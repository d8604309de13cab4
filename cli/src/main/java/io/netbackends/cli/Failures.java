// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.FileProblem;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Turns an exception into an exit code and a one-line message for the user. */
final class Failures {
    private static final String PREFIX = "netbackends: ";

    private Failures() {}

    static int exitCode(Throwable failure) {
        if (failure instanceof CommandException e) {
            return e.exitCode();
        }
        if (failure instanceof OutputException) {
            return ExitCodes.WRITE_ERROR;
        }
        return failure instanceof PeerException e ? exitCode(e) : ExitCodes.FAILED;
    }

    /** Returns the message as a line; null for a failure that must not be reported. */
    static @Nullable String line(Throwable failure) {
        if (failure instanceof OutputException e && e.isReaderGone()) {
            return null;
        }
        if (failure instanceof PeerException e) {
            return line(where(e.peer(), text(e)));
        }
        if (failure instanceof CommandException || failure instanceof IOException) {
            return line(message(failure));
        }
        return line("internal error: " + failure);
    }

    /** Returns a message as one line, without line ends and control characters. */
    static String line(String message) {
        return PREFIX + message.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * Returns the message of an exception, or its type if there is none. Adds the reason for file exceptions, whose message
     * is only the name.
     */
    static String message(Throwable failure) {
        if (failure instanceof FileSystemException e && e.getFile() != null) {
            return e.getFile() + ": " + FileProblem.of(e);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static int exitCode(PeerException e) {
        IOException failure = e.failure();
        if (failure instanceof SocketTimeoutException) {
            return ExitCodes.TIMEOUT;
        }
        if (failure instanceof UnknownHostException) {
            return ExitCodes.UNKNOWN_HOST;
        }
        if (CertificateErrors.describe(failure) != null) {
            return ExitCodes.NOT_TRUSTED;
        }
        return e.phase().exitCode();
    }

    private static String text(PeerException e) {
        IOException failure = e.failure();
        if (failure instanceof SocketTimeoutException || failure instanceof UnknownHostException) {
            return message(failure);
        }
        String certificate = CertificateErrors.describe(failure);
        return certificate == null ? e.phase().lead() + message(failure) : certificate;
    }

    private static String where(String peer, String text) {
        return text.contains(peer) ? text : peer + ": " + text;
    }
}
