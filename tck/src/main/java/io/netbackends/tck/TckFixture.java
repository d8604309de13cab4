// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/**
 * Describes a backend to the kit.
 *
 * <p>For a TCP backend, the two methods without a default are enough: the kit then listens with plain sockets of the JDK.
 * Methods are called once or several times for each behaviour, by several threads at a time if JUnit runs tests in parallel.
 */
public interface TckFixture {
    /**
     * {@return the backend under test; may be the same one each time}
     *
     * @throws IOException if it cannot be created
     */
    NetworkBackendInterface backend() throws IOException;

    /** {@return the capabilities of the backend; cases that need others are reported as skipped} */
    Set<Capability> capabilities();

    /**
     * Listens for connections of the backend.
     *
     * @implSpec The default is {@link TckListener#tcp}.
     * @return a new listener, which the kit closes
     * @throws IOException if it cannot listen
     */
    default TckListener listen() throws IOException {
        return TckListener.tcp();
    }

    /**
     * Listens with the backend itself, for {@link Capability#LISTEN}.
     *
     * @implSpec The default is {@code backend().listen("127.0.0.1", 0)}.
     * @return a listener of the backend, at an address that no other listener has
     * @throws IOException if it cannot listen
     */
    default NetworkListenerInterface bind() throws IOException {
        return backend().listen("127.0.0.1", 0);
    }

    /**
     * Returns the cases that the backend does not pass, with the reasons.
     *
     * @implSpec The default is none.
     * @return by {@linkplain TckCase#id id} of a case that is {@link Level#RECOMMENDED}, the reason; these cases are
     *     reported as skipped with the reason
     */
    default Map<String, String> waivers() {
        return Map.of();
    }

    /**
     * Connects to a listener of {@link #listen}.
     *
     * @implSpec The default connects {@link #backend} to the listener's address.
     * @param listener the kit then accepts the connection from it
     * @return the stream under test
     * @throws IOException if the backend fails
     */
    default NetworkStreamInterface connect(TckListener listener) throws IOException {
        return backend().connect(listener.address());
    }

    /**
     * Makes the context of the TLS engines that the kit gives to the stream under test, so that the cases can be run with the
     * engines of other providers.
     *
     * @implSpec The default makes one of the JDK's default provider.
     * @param authorities the certificates that the context trusts, and no others
     * @return a new client context
     * @throws GeneralSecurityException if it cannot be created
     */
    default SSLContext clientContext(KeyStore authorities) throws GeneralSecurityException {
        return TlsMaterial.client(authorities);
    }

    /**
     * Returns the asynchronous half of the backend.
     *
     * @implSpec The default is {@link AsyncNetworkBackend#overThreads} around {@link #backend}.
     * @return the asynchronous backend under test; may be the same one each time
     * @throws IOException if it cannot be created
     */
    default AsyncNetworkBackendInterface asyncBackend() throws IOException {
        return AsyncNetworkBackend.overThreads(backend());
    }

    /**
     * Connects the asynchronous half to a listener of {@link #listen}.
     *
     * @implSpec The default connects {@link #asyncBackend} to the listener's address.
     * @param listener the kit then accepts the connection from it
     * @return completes with the stream under test
     * @throws IOException if the backend cannot be created
     */
    default CompletableFuture<AsyncNetworkStreamInterface> connectAsync(TckListener listener) throws IOException {
        return asyncBackend().connect(listener.address());
    }

    /**
     * Listens with the asynchronous half itself, for {@link Capability#LISTEN}.
     *
     * @implSpec The default is {@code asyncBackend().listen("127.0.0.1", 0)}.
     * @return completes with a listener of the backend, at an address that no other listener has
     * @throws IOException if the backend cannot be created
     */
    default CompletableFuture<AsyncNetworkListenerInterface> bindAsync() throws IOException {
        return asyncBackend().listen("127.0.0.1", 0);
    }

    /**
     * Makes a backend that looks names up with a resolver of the kit.
     *
     * @param resolver must be called for each host name, and for no address
     * @return the backend under test with that resolver
     * @throws UnsupportedOperationException without {@link Capability#HOST_RESOLVER}
     * @throws IOException if it cannot be created
     */
    default NetworkBackendInterface backend(HostResolver resolver) throws IOException {
        throw new UnsupportedOperationException("this backend accepts no resolver");
    }
}
