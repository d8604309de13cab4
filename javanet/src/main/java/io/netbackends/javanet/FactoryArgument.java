// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import org.jspecify.annotations.Nullable;

/** The argument of a factory, which drivers pass as one text: {@code recording:nio,write-timeout=5000}. */
record FactoryArgument(NetworkBackendInterface backend, SocketSettings settings) {
    /** Parses a text; null, or an empty part before the first comma, selects the default backend. */
    static FactoryArgument parse(@Nullable String text) {
        SocketSettings settings = SocketSettings.checked();
        String[] parts = (text == null ? "" : text).split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "factory argument (" + text + ") must be a spec, and settings KEY=VALUE after commas");
            }
            String key = parts[i].substring(0, equals).strip();
            settings = settings.with(key, key, parts[i].substring(equals + 1).strip());
        }
        String spec = parts[0].strip();
        return new FactoryArgument(spec.isEmpty() ? new NetworkBackend() : NetworkBackend.named(spec), settings);
    }
}
