// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** Netty's event loops, in the default number, shared by all connections and ended after the last one. */
final class NettyLoops {
    private static EventLoopGroup group;
    private static int users;

    private NettyLoops() {}

    static synchronized EventLoopGroup acquire() {
        if (users++ == 0) {
            group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        }
        return group;
    }

    static synchronized void release() {
        if (--users == 0) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
