// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.Locale;
import java.util.Map;

/** Knows how many answers a client gives in the mechanisms of SASL that mail clients use. */
final class SaslMechanisms {
    /** By what the name begins with. */
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

    /** Returns the number of answers, an initial one included; 0 for what is no mechanism that is known. */
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
