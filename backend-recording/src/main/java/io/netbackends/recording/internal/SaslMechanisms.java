// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.Locale;
import java.util.Map;

/** The number of client responses in the SASL mechanisms of mail clients. */
final class SaslMechanisms {
    /** By the beginning of the name. */
    private static final Map<String, Integer> ANSWERS = Map.ofEntries(
            Map.entry("plain", 1),
            Map.entry("login", 2),
            Map.entry("cram-", 1),
            Map.entry("digest-", 2),
            Map.entry("scram-", 2),
            Map.entry("ntlm", 2),
            Map.entry("gss", 3),
            Map.entry("kerberos", 2),
            Map.entry("xoauth", 1),
            Map.entry("oauthbearer", 1),
            Map.entry("external", 1),
            Map.entry("otp", 2));

    private SaslMechanisms() {}

    /** Returns the number of responses, including an initial one; 0 for an unknown mechanism. */
    static int answers(String mechanism) {
        String name = mechanism.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Integer> known : ANSWERS.entrySet()) {
            if (name.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return 0;
    }
}
