// SPDX-License-Identifier: Apache-2.0
/** A backend that wraps any other backend and connects through proxies. */
module io.netbackends.proxy {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.proxy;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.proxy.ProxyBackendProvider;
    provides io.netbackends.internal.SocksConnector with
            io.netbackends.proxy.JdkSocksConnector;
}
