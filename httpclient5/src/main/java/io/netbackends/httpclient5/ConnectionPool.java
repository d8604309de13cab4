// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.javanet.NetworkSSLContext;
import io.netbackends.javanet.NetworkSocketFactory;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient's pool of connections over a backend. The backend looks up names, opens connections and starts TLS. The
 * deadlines of {@link io.netbackends.Timeout} bound all of this, including the wait for a connection. Safe for use by
 * several threads.
 *
 * <pre>{@code
 * try (CloseableHttpClient client = HttpClients.custom()
 *                 .setConnectionManager(ConnectionPool.over(new NetworkBackend()))
 *                 .build();
 *         Timeout overall = Timeout.after(Duration.ofSeconds(10))) {
 *     String page = client.execute(new HttpGet("https://www.example.com/"), new BasicHttpClientResponseHandler());
 * }
 * }</pre>
 *
 * <p>Its settings are those of {@link PoolingHttpClientConnectionManager}. HttpClient itself repeats some requests that
 * failed; a program under a deadline may want {@code disableAutomaticRetries()}. A deadline is reported as an {@link
 * java.io.InterruptedIOException}: {@link org.apache.hc.client5.http.ConnectTimeoutException} while connecting, {@link
 * org.apache.hc.core5.http.ConnectionRequestTimeoutException} while waiting for a connection, else a {@link
 * io.netbackends.NetworkTimeoutException}. SOCKS proxies of a {@code SocketConfig} are ignored: proxies are configured in
 * the backend.
 */
public final class ConnectionPool extends PoolingHttpClientConnectionManager {
    private ConnectionPool(HttpClientConnectionOperator operator) {
        super(operator, PoolConcurrencyPolicy.STRICT, PoolReusePolicy.LIFO, null, null);
    }

    /**
     * Returns a pool that trusts the certificates that the JDK trusts.
     *
     * @param backend opens the connections
     * @return an empty pool
     */
    public static ConnectionPool over(NetworkBackendInterface backend) {
        return builder(backend).build();
    }

    /**
     * Returns a builder of pools.
     *
     * @param backend opens the connections
     * @return a builder with the settings of {@link #over}
     */
    public static Builder builder(NetworkBackendInterface backend) {
        return new Builder(Objects.requireNonNull(backend, "backend"));
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, @Nullable Object state) {
        return new DeadlineLease(super.lease(id, route, state));
    }

    @Override
    public LeaseRequest lease(
            String id, HttpRoute route, org.apache.hc.core5.util.Timeout requestTimeout, @Nullable Object state) {
        return new DeadlineLease(super.lease(id, route, requestTimeout, state));
    }

    /** Configures the TLS and the size of a pool. Not for use by several threads. */
    public static final class Builder {
        private final NetworkBackendInterface backend;
        private SSLContext tls = SSLContexts.createSystemDefault();
        private int maxTotal = DEFAULT_MAX_TOTAL_CONNECTIONS;
        private int maxPerRoute = DEFAULT_MAX_CONNECTIONS_PER_ROUTE;

        private Builder(NetworkBackendInterface backend) {
            this.backend = backend;
        }

        /**
         * Sets the trusted certificates, and the one to present. The names of servers are verified in any case.
         *
         * @param context initialized
         * @return this builder
         */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Sets the maximum number of connections.
         *
         * @param connections positive; 25 by default
         * @return this builder
         * @throws IllegalArgumentException if {@code connections} is not positive
         */
        public Builder maxTotal(int connections) {
            maxTotal = requirePositive("maxTotal", connections);
            return this;
        }

        /**
         * Sets the maximum number of connections per route.
         *
         * @param connections positive; 5 by default
         * @return this builder
         * @throws IllegalArgumentException if {@code connections} is not positive
         */
        public Builder maxPerRoute(int connections) {
            maxPerRoute = requirePositive("maxPerRoute", connections);
            return this;
        }

        private static int requirePositive(String name, int connections) {
            if (connections <= 0) {
                throw new IllegalArgumentException(name + " (" + connections + ") must be positive");
            }
            return connections;
        }

        /** {@return an empty pool} */
        public ConnectionPool build() {
            SocketFactory sockets = new NetworkSocketFactory(backend);
            TlsSocketStrategy strategy = new DefaultClientTlsStrategy(NetworkSSLContext.wrap(tls, backend));
            ConnectionPool pool = new ConnectionPool(new DefaultHttpClientConnectionOperator(
                    socksProxy -> sockets.createSocket(),
                    null,
                    new BackendResolver(),
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, strategy)
                            .build()));
            pool.setMaxTotal(maxTotal);
            pool.setDefaultMaxPerRoute(maxPerRoute);
            return pool;
        }
    }
}
