// SPDX-License-Identifier: Apache-2.0
/**
 * Building blocks of transports, for authors of backends.
 *
 * <p>A new transport implements {@link io.netbackends.support.Transport}; {@link io.netbackends.support.NetworkStream} makes
 * it a stream with the checks of the contract and TLS. {@link io.netbackends.support.HappyEyeballs} connects to a name that
 * has several addresses, which a {@link io.netbackends.HostResolver} looks up.
 */
@NullMarked
package io.netbackends.support;

import org.jspecify.annotations.NullMarked;
