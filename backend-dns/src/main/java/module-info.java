// SPDX-License-Identifier: Apache-2.0
/** Looks up hosts with dnsjava, for any backend. */
module io.netbackends.dns {
    requires transitive io.netbackends;
    requires org.dnsjava;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.dns;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.dns.DnsBackendProvider;
}
