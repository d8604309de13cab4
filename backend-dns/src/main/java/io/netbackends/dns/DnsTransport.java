// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

/** The transport of queries to a name server. */
public enum DnsTransport {
    /** By datagrams. After a truncated answer, the query is repeated over TCP (RFC 7766 section 5). */
    UDP,
    /** By a TCP connection, for networks that drop datagrams. */
    TCP
}
