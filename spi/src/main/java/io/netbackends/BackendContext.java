// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.Optional;

/** What a {@link NetworkBackendProvider} is given to create a backend from. */
public interface BackendContext {
    /**
     * Returns a setting of this backend: the system property {@code netbackends.<name>.<key>}.
     *
     * @param key the last part of the property's name, such as {@code file}
     * @return empty if the property is not set
     */
    Optional<String> option(String key);

    /**
     * Returns the backend for a decorator to wrap: what the rest of the spec says, or, where the spec ends, the provider
     * named {@code socket}, else the only other one installed. Decorators call this while they are created; a spec that goes
     * on after a backend that did not ask for it is an error.
     *
     * @return the same one at each call
     * @throws IllegalArgumentException if the rest of the spec names a backend that is not installed
     * @throws IllegalStateException if there is nothing to wrap, or it could not be created
     */
    NetworkBackendInterface delegate();

    /**
     * Returns whether the spec goes on after this backend: for one that wraps another only where it is told to. Others need
     * not ask.
     *
     * @return true in {@code yours:socket}, false in {@code yours}
     */
    boolean isDelegateNamed();
}
