// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.time.Duration;

/** Reads the settings of this module. */
final class JavanetSettings {
    /** How long a write may take, in milliseconds; 0, the default, for no limit, as with the platform's sockets. */
    static final String WRITE_TIMEOUT = "netbackends.javanet.write-timeout";

    private static final int MAX_DIGITS = 9;

    private JavanetSettings() {}

    static Duration writeTimeout() {
        String text = System.getProperty(WRITE_TIMEOUT);
        if (text == null || text.isEmpty()) {
            return Duration.ZERO;
        }
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    WRITE_TIMEOUT + " (" + text + ") must be a number of milliseconds, at most 9 digits");
        }
        return Duration.ofMillis(Integer.parseInt(text));
    }
}
