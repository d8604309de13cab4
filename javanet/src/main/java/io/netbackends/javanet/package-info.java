// SPDX-License-Identifier: Apache-2.0
/**
 * {@code java.net} sockets over any backend, for clients that support only these: OkHttp, JDBC drivers, mail and LDAP
 * clients.
 *
 * <p>{@link io.netbackends.javanet.NetworkSocketFactory} is for clients that accept a factory, or the name of its class.
 * {@link io.netbackends.javanet.NetworkSockets} makes a socket of a stream. {@link io.netbackends.javanet.NetworkSocketImpl}
 * is for programs that replace the implementation behind {@code new Socket()}.
 *
 * <p>The sockets behave like those of the JDK, including messages and timeouts. In addition, they obey the {@link
 * io.netbackends.Timeout}s of the calling thread in name lookup, connect, read and write: if such a deadline passes, the
 * call fails with a {@link io.netbackends.NetworkTimeoutException}. A call that exceeds the socket's own timeout fails with
 * a plain {@link java.net.SocketTimeoutException}. In a read without {@code SO_TIMEOUT}, the {@code NetworkTimeoutException}
 * is the cause of a {@link java.net.SocketException}: programs expect no timeout there, and some would continue to read.
 *
 * <p>Two settings make them differ from the JDK's: {@code write-timeout}, in milliseconds, bounds each write; with {@code
 * strict=truncation}, the end of a TLS connection without close_notify is an {@link javax.net.ssl.SSLException}, not the end
 * of the stream. They are system properties with the prefix {@code netbackends.javanet.}, read when a factory is created, or
 * follow the spec in a factory's argument: {@code nio,write-timeout=5000}.
 *
 * <p>As in the JDK, an interrupt does not end the I/O of a platform thread, over any backend of this project; on a virtual
 * thread, it closes the socket. Unlike the JDK's, these sockets do not support urgent data.
 */
@NullMarked
package io.netbackends.javanet;

import org.jspecify.annotations.NullMarked;
