// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes, those of curl if it has one. */
final class ExitCodes {
    static final int OK = 0;
    /** Any other error; {@code demo} did not succeed. */
    static final int FAILED = 1;
    /** The command line is invalid, or the backend does not support the request. */
    static final int USAGE = 2;

    static final int URL_MALFORMED = 3;
    static final int UNKNOWN_HOST = 6;
    static final int CANNOT_CONNECT = 7;
    static final int WRITE_ERROR = 23;
    static final int CANNOT_READ = 26;
    static final int TIMEOUT = 28;
    static final int TLS_HANDSHAKE = 35;
    static final int SEND_ERROR = 55;
    static final int RECEIVE_ERROR = 56;
    static final int BAD_CLIENT_CERTIFICATE = 58;
    static final int NOT_TRUSTED = 60;
    static final int BAD_CACERT = 77;

    private ExitCodes() {}

    /** Returns code and meaning, for the help. */
    static Map<String, String> help() {
        Map<String, String> help = new LinkedHashMap<>();
        help.put(" 0", "done");
        help.put(
                " 1",
                "any other error; a truncated or damaged recording; demo: a backend failed; get: the scheme is neither http nor https");
        help.put(
                " 2",
                "wrong usage, an unknown setting, or a backend that is not installed or does not support the request");
        help.put(" 3", "malformed URL");
        help.put(" 6", "unknown host");
        help.put(" 7", "cannot connect");
        help.put("23", "standard output, or a file, cannot be written");
        help.put("26", "a recording cannot be read");
        help.put("28", "timeout");
        help.put("35", "TLS handshake failed");
        help.put("55", "sending failed");
        help.put("56", "receiving failed, or a response is truncated");
        help.put("58", "the client's certificate or its key cannot be used");
        help.put("60", "certificate is not trusted");
        help.put("77", "the file of --cacert cannot be used");
        return help;
    }
}
