// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.logging.LogLevel;
import io.netty.handler.logging.LoggingHandler;
import io.netty.handler.pcap.PcapWriteHandler;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Netty's ways of recording: a log with a hex dump, and a writer of packets. */
final class NettyRecording implements Closeable {
    private static final String LOGGER = "netty-recording";

    /** The same size as the writes of this project's recorder. */
    private static final int BUFFER = 256 * 1024;

    private final @Nullable ChannelHandler handler;
    private final Closeable output;

    private NettyRecording(@Nullable ChannelHandler handler, Closeable output) {
        this.handler = handler;
        this.output = output;
    }

    /** Returns the handler named by a parameter. All but the one with buffered packets write to the file immediately. */
    static NettyRecording of(String kind, Path file) throws IOException {
        return switch (kind) {
            case "nettyNone" -> new NettyRecording(null, () -> {});
            case "nettyLogging" -> logging(file);
            case "nettyPcap" -> packets(new FileOutputStream(file.toFile()));
            case "nettyPcapBuffered" -> packets(new BufferedOutputStream(new FileOutputStream(file.toFile()), BUFFER));
            default ->
                throw new IllegalArgumentException("client (" + kind + ") must be one of those in NettyRecording.of");
        };
    }

    void addTo(ChannelPipeline pipeline) {
        if (handler != null) {
            pipeline.addLast(handler);
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    private static NettyRecording logging(Path file) throws IOException {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        FileHandler toFile = new FileHandler(file.toString());
        toFile.setFormatter(new SimpleFormatter());
        Logger logger = Logger.getLogger(LOGGER);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        logger.addHandler(toFile);
        return new NettyRecording(new LoggingHandler(LOGGER, LogLevel.INFO), () -> {
            logger.removeHandler(toFile);
            toFile.close();
        });
    }

    /** A removed handler has already closed the stream; a second close is harmless. */
    private static NettyRecording packets(OutputStream out) {
        return new NettyRecording(PcapWriteHandler.builder().build(out), out);
    }
}
