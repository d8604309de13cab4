// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code jfr}: events of JDK Flight Recorder for each connection.
 *
 * <p>By name: {@code -Dnetbackends.backend=jfr:nio}; without discovery, {@code new JfrBackend(new NioBackend())}. The names of the events
 * begin with {@code netbackends.}; {@code jfr print} and JDK Mission Control show them under "Network backends".
 */
@NullMarked
package io.netbackends.jfr;

import org.jspecify.annotations.NullMarked;
