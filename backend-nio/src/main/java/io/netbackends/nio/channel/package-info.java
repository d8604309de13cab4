// SPDX-License-Identifier: Apache-2.0
/**
 * The code for Internet and UNIX-domain socket channels: {@link io.netbackends.nio.channel.ChannelTransport} reads and
 * writes, {@link io.netbackends.nio.channel.ChannelAttempt} connects, {@link io.netbackends.nio.channel.ChannelListener}
 * accepts. Not for applications.
 */
@NullMarked
package io.netbackends.nio.channel;

import org.jspecify.annotations.NullMarked;
