// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

/**
 * Service-provider class of a backend: what {@link java.util.ServiceLoader} finds in a backend's jar.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in {@code
 * META-INF/services/io.netbackends.NetworkBackendProvider} or by {@code provides} in its {@code module-info.java}; better in
 * both.
 *
 * @implNote A provider is created whenever backends are looked for, also when another one is chosen: its constructor and
 *     {@link #name} should do nothing that can fail or take time.
 */
public interface NetworkBackendProvider {
    /**
     * Returns the name by which the backend is selected.
     *
     * @return lower-case letters and digits, with single hyphens in between, beginning with a letter: {@code "socket"}
     */
    String name();

    /**
     * Creates the backend.
     *
     * @param context the backend's settings, and what to wrap
     * @return safe for use by several threads
     * @throws IllegalArgumentException if a setting is malformed, naming the property
     */
    NetworkBackendInterface create(BackendContext context);
}
