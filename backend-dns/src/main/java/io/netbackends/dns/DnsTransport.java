// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

/** How queries reach a name server. */
public enum DnsTransport {
    /** By datagrams. A truncated answer is asked for again over TCP (RFC 7766 section 5). */
    UDP,
    /** By a TCP connection, where datagrams do not pass. */
    TCP
}
