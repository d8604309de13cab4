// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncExecution;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend provider that was found on the class path or module path, usable or not.
 *
 * @param name the name that selects it; null if the provider could not be loaded or has no valid name
 * @param providerClass the provider's class name; if that is unknown, the service loader's description
 * @param location the jar or directory it came from, as a URL; null if unknown
 * @param async what its asynchronous half runs on; null if it cannot be used
 * @param description the provider's one-line description; may be empty
 * @param problem why it cannot be used; null if it can
 */
public record InstalledBackend(
        @Nullable String name,
        String providerClass,
        @Nullable String location,
        @Nullable AsyncExecution async,
        String description,
        @Nullable Throwable problem) {
    /**
     * Checks that there is a provider class, and a name or a problem.
     *
     * @param name may be null if there is a problem
     * @param providerClass not null
     * @param location may be null
     * @param async may be null
     * @param description not null
     * @param problem may be null if there is a name
     * @throws IllegalArgumentException if both name and problem are null
     */
    public InstalledBackend {
        Objects.requireNonNull(providerClass, "providerClass");
        Objects.requireNonNull(description, "description");
        if (name == null && problem == null) {
            throw new IllegalArgumentException("name (null) must be given for a backend without a problem");
        }
    }

    /** {@return whether it can be selected} */
    public boolean isUsable() {
        return problem == null;
    }

    /** Returns a description for error messages: {@code socket (io.example.Provider from file:/x.jar)}. */
    @Override
    public String toString() {
        String where = providerClass + " from " + (location == null ? "an unknown place" : location);
        return problem == null ? name + " (" + where + ")" : where + " (not usable: " + problem + ")";
    }
}
