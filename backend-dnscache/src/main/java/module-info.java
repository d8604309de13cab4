// SPDX-License-Identifier: Apache-2.0
/** A backend that wraps any other backend and caches the addresses of hosts. */
module io.netbackends.dnscache {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.netbackends.dnscache;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.dnscache.DnsCacheBackendProvider;
}
