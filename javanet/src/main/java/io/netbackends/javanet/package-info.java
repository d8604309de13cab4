// SPDX-License-Identifier: Apache-2.0
/**
 * {@code java.net} sockets over any backend, for clients that know nothing else: OkHttp, JDBC drivers, mail and LDAP clients.
 *
 * <p>{@link io.netbackends.javanet.NetworkSocketFactory} is for clients that take a factory, or the name of its class. {@link
 * io.netbackends.javanet.NetworkSockets} makes a socket of a stream. {@link io.netbackends.javanet.NetworkSocketImpl} is for programs that decide what {@code
 * new Socket()} makes.
 *
 * <p>The sockets behave as those of the JDK do, down to messages and timeouts. Besides, they obey the {@link
 * io.netbackends.Timeout}s of the calling thread, in name lookup, connect, read and write: a call that runs out of such time
 * fails with a {@link io.netbackends.NetworkTimeoutException}. One that exceeds the socket's own timeout fails with a plain {@link
 * java.net.SocketTimeoutException}. In a read without {@code SO_TIMEOUT} the {@code NetworkTimeoutException} is the cause of a {@link
 * java.net.SocketException}: programs expect no timeout there, and some would read on.
 *
 * <p>Two settings make them differ from the JDK's: {@code write-timeout}, in milliseconds, bounds each write; with {@code
 * strict=truncation} the end of a TLS connection without close_notify is an {@link javax.net.ssl.SSLException} and not the end of the
 * stream. They are system properties with {@code netbackends.javanet.} in front, read when a factory is made, or stand behind
 * the spec in a factory's argument: {@code nio,write-timeout=5000}.
 *
 * <p>As the JDK does, an interrupt does not end the I/O of a platform thread, over any backend of this project; on a virtual thread
 * it closes the socket. Unlike the JDK's, these sockets have no urgent data.
 */
@NullMarked
package io.netbackends.javanet;

import org.jspecify.annotations.NullMarked;
