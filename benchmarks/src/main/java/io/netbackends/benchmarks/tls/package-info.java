// SPDX-License-Identifier: Apache-2.0
/** The cost of TLS, compared with the JDK's sockets, tls-channel and Netty. */
package io.netbackends.benchmarks.tls;
