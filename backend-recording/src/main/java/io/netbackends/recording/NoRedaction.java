// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.internal.RedactedCredentials;

/** Replaces nothing. */
enum NoRedaction implements Redaction {
    OFF;

    @Override
    public Redactor redactor(ConnectionInfo connection, boolean written) {
        return bytes -> {};
    }

    @Override
    public String toString() {
        return RedactedCredentials.OFF;
    }
}
