// SPDX-License-Identifier: Apache-2.0
/** What TLS costs, beside the JDK's sockets, tls-channel and Netty. */
package io.netbackends.benchmarks.tls;
